//! How the objects of a file are written, so that what is said of them names what their author sees.

use crate::call::Type;
use crate::text::Text;

/// How the objects of a file are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// As JSON.
    Json,
    /// As the columns of Parquet.
    #[cfg(feature = "parquet")]
    Columns,
}

impl Notation {
    fn choose(self, json: (&str, &str), columns: (&str, &str)) -> Text {
        let (it, en) = match self {
            Self::Json => json,
            #[cfg(feature = "parquet")]
            Self::Columns => columns,
        };
        #[cfg(not(feature = "parquet"))]
        let _ = columns;
        Text::new(it, en)
    }

    /// Returns what it is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            #[cfg(feature = "parquet")]
            Self::Columns => "Parquet",
        }
    }

    /// Names what holds a value by its name.
    pub(super) fn field(self) -> Text {
        self.choose(("il campo", "the field"), ("la colonna", "the column"))
    }

    /// Says that something stands in one.
    pub(super) fn in_field(self) -> Text {
        self.choose(
            ("nel campo", "in the field"),
            ("nella colonna", "in the column"),
        )
    }

    /// Names a group of fields.
    pub(super) fn object(self) -> Text {
        self.choose(
            ("un oggetto `{ … }`", "an object `{ … }`"),
            ("una struttura (`STRUCT`)", "a struct (`STRUCT`)"),
        )
    }

    /// Names one that was found.
    pub(super) fn found_object(self) -> Text {
        self.choose(("un oggetto", "an object"), ("una struttura", "a struct"))
    }

    /// Names what stands where nothing is stated.
    pub(super) fn nothing(self) -> Text {
        self.choose(("`null`", "`null`"), ("nulla (`NULL`)", "nothing (`NULL`)"))
    }

    /// Names a list.
    pub(super) fn list(self) -> Text {
        self.choose(
            ("un elenco `[ … ]`", "a list `[ … ]`"),
            ("un elenco (`LIST`)", "a list (`LIST`)"),
        )
    }

    /// Names a list of texts.
    pub(super) fn texts(self) -> Text {
        self.choose(
            ("un elenco `[ … ]` di testi", "a list `[ … ]` of texts"),
            ("un elenco di testi (`LIST`)", "a list of texts (`LIST`)"),
        )
    }

    /// Names a text.
    pub(super) fn text(self) -> Text {
        self.choose(
            ("un testo fra virgolette", "a text in quotes"),
            ("un testo (`VARCHAR`)", "a text (`VARCHAR`)"),
        )
    }

    /// Names a yes or no.
    pub(super) fn yes_no(self) -> Text {
        self.choose(
            ("`true` o `false`", "`true` or `false`"),
            ("un sì o no (`BOOLEAN`)", "a yes or no (`BOOLEAN`)"),
        )
    }

    /// Names one that was found.
    pub(super) fn found_yes_no(self, yes: bool) -> Text {
        if yes {
            self.choose(("`true`", "`true`"), ("un sì", "a yes"))
        } else {
            self.choose(("`false`", "`false`"), ("un no", "a no"))
        }
    }

    /// Says what to do about a text that is empty.
    pub(super) fn for_nothing(self) -> Text {
        self.choose(
            (
                "dove il dato non si conosce scrivere `null`, o togliere il campo",
                "where the value is not known write `null`, or remove the field",
            ),
            (
                "dove il dato non si conosce non scrivere nulla (`NULL`)",
                "where the value is not known write nothing (`NULL`)",
            ),
        )
    }

    /// Says what to do about a code that is a number.
    pub(super) fn for_code(self) -> Text {
        self.choose(
            (
                "scrivere il codice fra virgolette: un numero perderebbe gli zeri iniziali",
                "write the code in quotes: a number would lose its leading zeros",
            ),
            (
                "scrivere la colonna come testo (`VARCHAR`): un numero perderebbe gli zeri iniziali",
                "write the column as text (`VARCHAR`): a number would lose its leading zeros",
            ),
        )
    }

    /// Says what to do about a number that is too long.
    pub(super) fn for_long_number(self) -> Text {
        self.choose(
            (
                "scriverlo fra virgolette, con tutte le cifre",
                "write it in quotes, with all its digits",
            ),
            (
                "scrivere la colonna come testo (`VARCHAR`), con tutte le cifre",
                "write the column as text (`VARCHAR`), with all digits",
            ),
        )
    }

    /// Says what a point in a name stands for.
    pub(super) fn for_point(self) -> Text {
        self.choose(
            (
                "il punto separa oggetti annidati: `{\"a\": {\"b\": …}}`, non `{\"a.b\": …}`",
                "the point parts nested objects: `{\"a\": {\"b\": …}}`, not `{\"a.b\": …}`",
            ),
            (
                "il punto separa strutture annidate (`STRUCT`): una colonna `b` nella struttura `a`",
                "the point parts nested structs (`STRUCT`): a column `b` in the struct `a`",
            ),
        )
    }

    /// Says of which kind the column of a type is; of JSON, where each value shows its kind, nothing.
    pub(super) fn for_column(self, kind: Type) -> Option<Text> {
        self.for_type(kind).filter(|_| self != Self::Json)
    }

    /// Says how values of a type are written; `None` where nothing need be said.
    pub(super) fn for_type(self, kind: Type) -> Option<Text> {
        Some(match kind {
            kind if kind.is_number() => self.choose(
                (
                    "in JSON i numeri si scrivono con il punto e senza gruppi, come `1234.56`; dove il dato non si conosce, `null`",
                    "in JSON numbers are written with a point and without groups, like `1234.56`; where the value is not known, `null`",
                ),
                (
                    "in Parquet i numeri sono interi o decimali (`DECIMAL`); in un testo, con il punto e senza gruppi, come `1234.56`",
                    "in Parquet numbers are integers or decimals (`DECIMAL`); in a text, with a point and without groups, like `1234.56`",
                ),
            ),
            Type::Date => self.choose(
                (
                    "in JSON le date si scrivono come `2026-12-31`",
                    "in JSON dates are written like `2026-12-31`",
                ),
                (
                    "in Parquet le date sono di tipo `DATE`; in un testo, come `2026-12-31`",
                    "in Parquet dates are of the type `DATE`; in a text, like `2026-12-31`",
                ),
            ),
            Type::Instant => self.choose(
                (
                    "in JSON una data con l'ora si scrive come `2026-12-31T09:00` o `2026-12-31T09:00:30+01:00`",
                    "in JSON an instant is written like `2026-12-31T09:00` or `2026-12-31T09:00:30+01:00`",
                ),
                (
                    "in Parquet una data con l'ora è di tipo `TIMESTAMP`, a secondi interi dove non ha fuso; in un testo, come `2026-12-31T09:00`",
                    "in Parquet an instant is a `TIMESTAMP`, of whole seconds where it has no zone; in a text, like `2026-12-31T09:00`",
                ),
            ),
            Type::YesNo => self.choose(
                ("scrivere `true` o `false`", "write `true` or `false`"),
                (
                    "scrivere la colonna come `BOOLEAN`; in un testo, `sì` o `no`",
                    "write the column as `BOOLEAN`; in a text, `yes` or `no`",
                ),
            ),
            _ => return None,
        })
    }
}
