//! What schemas and templates say to people about types, bounds and suppliers.

use std::sync::LazyLock;

use crate::call::{Call, Names, Reading, Supplier, Type, show};
use crate::text::{Language, Text};
use crate::value::Value;

/// What a JSON Schema as a whole says.
pub(super) static SCHEMA: LazyLock<Text> = LazyLock::new(|| {
    Text::new(
        "Una proposta. Un file `.json` ne contiene una, o più in un array; un file `.jsonl` una per riga. Dove un dato non si conosce: `null`, o niente campo.",
        "One proposal. A `.json` file holds one, or more in an array; a `.jsonl` file one per line. Where a value is not known: `null`, or no field.",
    )
});

/// What the id is.
pub(super) static ID: LazyLock<Text> = LazyLock::new(|| {
    Text::new(
        "Identificativo della proposta, diverso per ciascuna",
        "Id of the proposal, its own for each",
    )
});

/// What a field is that only tests read.
pub(super) static COMPARED: LazyLock<Text> =
    LazyLock::new(|| Text::new("lo leggono solo le prove", "read by tests only"));

/// What a field is that nobody reads.
pub(super) static IGNORED: LazyLock<Text> =
    LazyLock::new(|| Text::new("non viene letto", "not read"));

/// Says when a fact is needed, with its condition on one line.
pub(super) fn only_if(condition: &str, language: Language) -> String {
    let words = condition.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{} {words}", choose(language, "solo se", "only if"))
}

/// Chooses between the Italian and the English words.
pub(super) fn choose<'a>(language: Language, it: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Italian => it,
        Language::English => en,
    }
}

/// Says how JSON writes a type whose name does not say it.
pub(super) fn json_form(kind: Type, language: Language) -> &'static str {
    let (it, en) = match kind {
        Type::YesNo => ("`true` o `false`", "`true` or `false`"),
        Type::Integer => ("numero intero", "whole number"),
        Type::Decimal(_) | Type::Number => (
            "numero; meglio come testo, \"1234.56\": molti programmi arrotondano i numeri con decimali",
            "number; better as a text, \"1234.56\": many programs round numbers with decimals",
        ),
        Type::Percent(_) => (
            "percentuale: 20 vuol dire 20 %; meglio come testo, \"12.5\"",
            "percentage: 20 means 20 %; better as a text, \"12.5\"",
        ),
        Type::Money | Type::Amount => (
            "importo in euro; meglio come testo, \"1234.56\": molti programmi arrotondano i numeri con decimali",
            "amount in euro; better as a text, \"1234.56\": many programs round numbers with decimals",
        ),
        Type::Date => ("data: \"2026-12-31\"", "date: \"2026-12-31\""),
        Type::Instant => (
            "data e ora, nel fuso dell'avviso: \"2026-12-31 09:00\"; oppure con lo scarto dall'ora universale: \"2026-12-31T09:00:00+01:00\"",
            "date and time, in the zone of the call: \"2026-12-31 09:00\"; or with the offset from universal time: \"2026-12-31T09:00:00+01:00\"",
        ),
        Type::Text => ("testo", "text"),
        Type::Code => ("codice", "code"),
        Type::TaxCode => (
            "codice fiscale o partita IVA, senza sigla del paese",
            "tax code or VAT number, without the country",
        ),
        Type::Cup => ("CUP, 15 caratteri", "CUP, 15 characters"),
        Type::ComuneCode => (
            "codice ISTAT del comune, sei cifre",
            "ISTAT code of the comune, six digits",
        ),
        Type::Iban => ("IBAN, senza spazi", "IBAN, without spaces"),
        Type::Enum(_) | Type::Set(_) | Type::Row(_) | Type::List(_) => ("", ""),
    };
    choose(language, it, en)
}

/// Says how a cell of a table is filled.
pub(super) fn cell_form(kind: Type, reading: &Reading, call: &Call, language: Language) -> String {
    let one = choose(language, "una voce dell'elenco", "one of the list");
    if !reading.words.is_empty() && !matches!(kind, Type::Set(_)) {
        return one.to_owned();
    }
    let places = |places: u8| match (places, language) {
        (0, Language::Italian) => "numero intero".to_owned(),
        (0, Language::English) => "whole number".to_owned(),
        (1, Language::Italian) => "numero, al più un decimale".to_owned(),
        (1, Language::English) => "number, one decimal at most".to_owned(),
        (_, Language::Italian) => format!("numero, al più {places} decimali"),
        (_, Language::English) => format!("number, {places} decimals at most"),
    };
    let words = |it: &str, en: &str| choose(language, it, en).to_owned();
    match kind {
        Type::YesNo => words("`sì` o `no`", "`yes` or `no`"),
        Type::Integer => places(0),
        Type::Decimal(most) => places(most),
        Type::Percent(_) => words(
            "percentuale: `20` vuol dire 20 %",
            "percentage: `20` means 20 %",
        ),
        Type::Number => words("numero", "number"),
        Type::Money | Type::Amount => words("importo in euro", "amount in euro"),
        Type::Date => words("data", "date"),
        Type::Instant => words("data e ora", "date and time"),
        Type::Text => words("testo", "text"),
        Type::Code => words("codice", "code"),
        Type::TaxCode => words("codice fiscale o partita IVA", "tax code or VAT number"),
        Type::Cup | Type::ComuneCode | Type::Iban => json_form(kind, language).to_owned(),
        Type::Enum(_) => words(
            "una voce dell'elenco, con il nome o con l'etichetta",
            "one of the list, by its name or its label",
        ),
        Type::Set(_) => match reading.split.as_deref() {
            Some(split) => {
                let more = words(
                    "una o più voci dell'elenco, divise da",
                    "one or more of the list, parted by",
                );
                format!("{more} `{split}`")
            }
            None => words(
                "una voce dell'elenco (più d'una solo in JSON)",
                "one of the list (more than one in JSON only)",
            ),
        },
        Type::Row(id) => {
            let table = call
                .tables
                .get(id.index())
                .map_or("", |it| it.name.as_str());
            let key = words("un codice della tabella", "a code of the table");
            format!("{key} `{table}`")
        }
        Type::List(_) => words("elenco", "list"),
    }
}

/// Says within which bounds a value must keep, if there are any.
pub(super) fn range(
    kind: Type,
    reading: &Reading,
    names: Names<'_>,
    language: Language,
) -> Option<String> {
    let shown = |value: &Value| show(value, kind, names, language);
    let (least, greatest) = (reading.least.as_ref(), reading.greatest.as_ref());
    let of_time = matches!(kind, Type::Date | Type::Instant);
    let words = |number: (_, _), time: (_, _)| {
        let (it, en) = if of_time { time } else { number };
        choose(language, it, en)
    };
    Some(match (least, greatest) {
        (None, None) => return None,
        (Some(least), None) => {
            let words = words(("almeno", "at least"), ("dal", "from"));
            format!("{words} {}", shown(least))
        }
        (None, Some(greatest)) => {
            let words = words(("al più", "at most"), ("fino al", "up to"));
            format!("{words} {}", shown(greatest))
        }
        (Some(least), Some(greatest)) => {
            let from = words(("da", "from"), ("dal", "from"));
            let to = words(("a", "to"), ("al", "to"));
            format!("{from} {} {to} {}", shown(least), shown(greatest))
        }
    })
}

/// Says who states a fact, where it is not the applicant.
pub(super) fn stated_by(supplier: Supplier, language: Language) -> Option<&'static str> {
    match supplier {
        Supplier::Applicant => None,
        Supplier::Office => Some(choose(
            language,
            "lo fornisce l'ufficio",
            "stated by the office",
        )),
        Supplier::Commission => Some(choose(
            language,
            "lo fornisce la commissione",
            "stated by the commission",
        )),
    }
}

/// Names who states a fact.
pub(super) fn supplier(supplier: Supplier, language: Language) -> &'static str {
    let (it, en) = match supplier {
        Supplier::Applicant => ("chi presenta la proposta", "the applicant"),
        Supplier::Office => ("l'ufficio", "the office"),
        Supplier::Commission => ("la commissione", "the commission"),
    };
    choose(language, it, en)
}
