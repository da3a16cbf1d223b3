//! What each territory has of an envelope, and how one gets there.

use std::fmt::Write as _;

use super::words::{choose, visible, wrap};
use crate::call::{Call, Factor, Index, PoolShares, ShareTerm, Table, Type, Weight, show};
use crate::engine::{citation_texts, money_text};
use crate::number::{Exact, Fraction, Money, Rounding, group_digits};
use crate::territory::{IndexValue, Share, Shares};
use crate::text::Language;
use crate::value::{Apportionment, Value};

/// How many characters a territory's name may have in a table.
const NAME: usize = 22;
/// How many decimals parts and claims are shown with.
const PLACES: u32 = 6;

/// Returns the shares of a weight as a table of 80 columns; with `steps`, also how each territory
/// comes to its own; with `larger`, what a larger envelope apportioned anew would change.
pub fn weights_text(
    call: &Call,
    weight: &Weight,
    shares: &Shares,
    larger: Option<&Shares>,
    steps: bool,
    language: Language,
) -> String {
    let Some(page) = Page::new(call, weight, language) else {
        return String::new();
    };
    let mut out = page.head(shares);
    match larger {
        Some(larger) => out.push_str(&page.compared(shares, larger)),
        None => out.push_str(&page.shared_out(shares)),
    }
    out.push_str(&page.notes(shares));
    if steps {
        for share in &shares.shares {
            out.push('\n');
            out.push_str(&page.steps(share, shares.envelope));
        }
    }
    out
}

/// A weight and the language in which it is told.
pub(super) struct Page<'a> {
    call: &'a Call,
    weight: &'a Weight,
    pub(super) table: &'a Table,
    language: Language,
}

impl<'a> Page<'a> {
    /// Gets ready to tell of a weight.
    pub(super) fn new(call: &'a Call, weight: &'a Weight, language: Language) -> Option<Self> {
        let table = call.tables.get(weight.table.index())?;
        Some(Self {
            call,
            weight,
            table,
            language,
        })
    }

    pub(super) fn word<'w>(&self, it: &'w str, en: &'w str) -> &'w str {
        choose(self.language, it, en)
    }

    pub(super) fn money(&self, amount: Money) -> String {
        money_text(self.call, amount, self.language)
    }

    /// Returns a number with so many decimals, grouped as its readers do.
    fn number(&self, number: &Exact, places: u32) -> String {
        let plain = number.to_plain(places, Rounding::HalfUp);
        match self.language {
            Language::Italian => group_digits(&plain, '.', ','),
            Language::English => group_digits(&plain, ',', '.'),
        }
    }

    /// Returns a number in full where six decimals are enough, else rounded to six with `≈`.
    pub(super) fn brief(&self, number: &Exact) -> String {
        let enough = (0..=PLACES).find(|places| number.round(*places, Rounding::Down) == *number);
        match enough {
            Some(places) => self.number(number, places),
            None => format!("≈ {}", self.number(number, PLACES)),
        }
    }

    fn percent(&self, part: &Exact) -> String {
        let of_hundred = part.mul(&Exact::integer(100));
        format!("{} %", self.number(&of_hundred, PLACES))
    }

    pub(super) fn brief_percent(&self, part: &Exact) -> String {
        format!("{} %", self.brief(&part.mul(&Exact::integer(100))))
    }

    pub(super) fn name(&self, share: &Share) -> String {
        visible(&self.table.row_name(share.part.row))
    }

    fn short_name(&self, share: &Share) -> String {
        let name = self.name(share);
        if name.chars().count() <= NAME {
            return name;
        }
        let kept = name.chars().take(NAME.saturating_sub(1));
        kept.chain(['…']).collect()
    }

    /// Says what is shared out, how, and on what that rests.
    fn head(&self, shares: &Shares) -> String {
        let mut out = wrap("", &visible(self.call.title.get(self.language)));
        let method = match self.weight.apportionment {
            Apportionment::LargestRemainder => {
                self.word("dei resti più alti", "of largest remainder")
            }
            Apportionment::DHondt => "D'Hondt",
            Apportionment::SainteLague => "Sainte-Laguë",
        };
        let envelope = self.money(shares.envelope);
        let whole = if self.weight.unit == Money::from_cents(1) {
            self.word("al centesimo", "to the cent").to_owned()
        } else {
            let unit = self.money(self.weight.unit);
            format!("{} {unit}", self.word("in unità da", "in units of"))
        };
        let (name, table) = (&self.weight.name, &self.table.name);
        out.push_str(&wrap(
            "  ",
            &match self.language {
                Language::Italian => {
                    format!("peso {name} su {table}: {envelope} ripartiti {whole}, metodo {method}")
                }
                Language::English => format!(
                    "weight {name} over {table}: {envelope} shared out {whole}, method {method}"
                ),
            },
        ));
        for term in &self.weight.terms {
            let (part, of) = (self.percent_of(term.part), self.factors(&term.factors));
            let _ = writeln!(out, "  {part:>7} {of}");
        }
        for citation in citation_texts(self.call, &self.weight.citations) {
            out.push_str(&wrap("  - ", &visible(citation.get(self.language))));
        }
        out.push('\n');
        out
    }

    /// Says how much of the envelope goes in proportion to what.
    pub(super) fn term(&self, term: &ShareTerm) -> String {
        let (part, of) = (self.percent_of(term.part), self.factors(&term.factors));
        format!("{part} {of}")
    }

    fn factors(&self, factors: &[Factor]) -> String {
        if factors.is_empty() {
            return self.word("in parti uguali", "in equal parts").to_owned();
        }
        let names = factors.iter().map(|factor| match factor {
            Factor::Cell(cell) => self.column(cell.column.index()),
            Factor::Index(place) => self.weight.indexes.get(*place).map_or("", |it| &it.name),
        });
        let names: Vec<&str> = names.collect();
        format!(
            "{} {}",
            self.word("in proporzione a", "in proportion to"),
            names.join(" × ")
        )
    }

    pub(super) fn column(&self, place: usize) -> &str {
        self.table.columns.get(place).map_or("", |it| &it.name)
    }

    fn shared_out(&self, shares: &Shares) -> String {
        let mut out = String::new();
        let mut row = |name: &str, part: &str, claim: &str, amount: &str| {
            let line = format!("{name:<NAME$} {part:>15} {claim:>20} {amount:>20}");
            let _ = writeln!(out, "{}", line.trim_end());
        };
        row(
            self.word("territorio", "territory"),
            self.word("parte", "part"),
            self.word("spettanza esatta", "exact claim"),
            self.word("quota", "share"),
        );
        for share in &shares.shares {
            row(
                &self.short_name(share),
                &self.percent(&share.part.part),
                &self.number(&share.claim, PLACES),
                &self.money(share.amount),
            );
        }
        row(
            self.word("totale", "total"),
            "",
            "",
            &self.money(shares.envelope),
        );
        out
    }

    fn compared(&self, shares: &Shares, larger: &Shares) -> String {
        let mut out = String::new();
        let mut row = |name: &str, now: &str, then: &str, more: &str| {
            let line = format!("{name:<NAME$} {now:>18} {then:>18} {more:>18}");
            let _ = writeln!(out, "{}", line.trim_end());
        };
        row(
            self.word("territorio", "territory"),
            self.word("quota", "share"),
            self.word("con la maggiore", "of the larger"),
            self.word("differenza", "difference"),
        );
        for share in &shares.shares {
            let there = larger
                .of(&share.part.key)
                .map_or(Money::ZERO, |it| it.amount);
            let more = there.sub(share.amount).unwrap_or_default();
            row(
                &self.short_name(share),
                &self.money(share.amount),
                &self.money(there),
                &self.money(more),
            );
        }
        let more = larger.envelope.sub(shares.envelope).unwrap_or_default();
        row(
            self.word("totale", "total"),
            &self.money(shares.envelope),
            &self.money(larger.envelope),
            &self.money(more),
        );
        out.push_str(&self.losers(shares, larger));
        out
    }

    /// Names the territories that a larger envelope, apportioned anew, would give less.
    fn losers(&self, shares: &Shares, larger: &Shares) -> String {
        let losers: Vec<String> = shares
            .losing_in(larger)
            .map(|(share, there)| {
                let less = share.amount.sub(there).unwrap_or_default();
                format!("{} (-{})", self.name(share), self.money(less))
            })
            .collect();
        let text = if losers.is_empty() {
            self.word(
                "Ripartendo da capo la dotazione maggiore, nessuno avrebbe meno.",
                "If the larger envelope were apportioned anew, nobody would have less.",
            )
            .to_owned()
        } else {
            format!(
                "{} {}. {}",
                self.word(
                    "Ripartendo da capo la dotazione maggiore, avrebbe meno:",
                    "If the larger envelope were apportioned anew, these would have less:"
                ),
                losers.join(", "),
                self.word(
                    "Uno scorrimento non lo fa mai: ripartisce solo ciò che si aggiunge.",
                    "A slide never does that: it shares out what is added, and nothing else."
                )
            )
        };
        format!("\n{}", wrap("", &text))
    }

    /// Says who had an equal claim to a last unit, and which rows means do not count.
    fn notes(&self, shares: &Shares) -> String {
        let mut notes: Vec<String> = self.tie(shares).into_iter().collect();
        notes.extend(left_out(self.call, self.table, self.language));
        let mut out = String::new();
        for note in notes {
            out.push('\n');
            out.push_str(&wrap("", &note));
        }
        out
    }

    /// Says who had an equal claim to the last unit, where not all could have one.
    pub(super) fn tie(&self, shares: &Shares) -> Option<String> {
        let tie = shares.tie.as_ref()?;
        let names = |places: &[usize]| {
            let shares = places.iter().filter_map(|place| shares.shares.get(*place));
            let names: Vec<String> = shares.map(|share| self.name(share)).collect();
            names.join(", ")
        };
        let unit = if self.weight.unit == Money::from_cents(1) {
            self.word("all'ultimo centesimo", "to the last cent")
                .to_owned()
        } else {
            let (it, en) = ("agli ultimi", "to the last");
            format!("{} {}", self.word(it, en), self.money(self.weight.unit))
        };
        Some(format!(
            "{} {unit}, {} {}; {} {}",
            self.word("Pari diritto", "Equal claims"),
            self.word(
                "che nell'ordine delle chiavi va a:",
                "which in the order of the keys goes to:"
            ),
            names(&tie.with),
            self.word("non a:", "not to:"),
            names(&tie.without)
        ))
    }

    /// Says how a territory comes to its share, from each indicator to the cent.
    fn steps(&self, share: &Share, envelope: Money) -> String {
        let mut out = wrap("", &self.name(share));
        for (index, value) in self.weight.indexes.iter().zip(&share.part.indexes) {
            out.push_str(&self.index_steps(index, value));
        }
        for (term, of) in self.weight.terms.iter().zip(&share.part.terms) {
            let sum = of.product.div(&of.share);
            let sum = sum.map(|sum| self.brief(&sum)).unwrap_or_default();
            let product = self.brief(&of.product);
            let text = match self.language {
                Language::Italian => format!("{product} di {sum}"),
                Language::English => format!("{product} of {sum}"),
            };
            let text = if of.share.is_zero() { product } else { text };
            let line = format!(
                "{} {}: {text} = {}",
                self.percent_of(term.part),
                self.factors(&term.factors),
                self.brief_percent(&of.share)
            );
            out.push_str(&wrap("  ", &line));
        }
        let line = format!(
            "{} {} × {} = {}, {} {}",
            self.word("parte", "part"),
            self.brief_percent(&share.part.part),
            self.money(envelope),
            self.brief(&share.claim),
            self.word("quota", "share"),
            self.money(share.amount)
        );
        out.push_str(&wrap("  ", &line));
        out.replace("= ≈", "≈")
    }

    fn index_steps(&self, index: &Index, value: &IndexValue) -> String {
        let mut out = String::new();
        for (indicator, reached) in index.indicators.iter().zip(&value.indicators) {
            let place = indicator.cell.column.index();
            let stated = if reached.raw.stated {
                self.word(" (cella vuota)", " (empty cell)")
            } else {
                ""
            };
            let line = format!(
                "{} {}{stated}: {}",
                self.column(place),
                self.shown(&reached.raw.value, place),
                self.brief(&reached.normalised)
            );
            out.push_str(&wrap("    ", &line));
        }
        let penalty = value.penalty.as_ref().map(|penalty| {
            let penalty = self.brief(penalty);
            format!(
                " ({} {penalty})",
                self.word("di cui penalità", "of this penalty")
            )
        });
        let line = format!(
            "{} = {}{}",
            index.name,
            self.brief(&value.value),
            penalty.unwrap_or_default()
        );
        out.push_str(&wrap("  ", &line));
        out
    }

    /// Returns a number of a column as people read it.
    pub(super) fn shown(&self, raw: &Exact, column: usize) -> String {
        let column = self.table.columns.get(column);
        let kind = column.map_or(Type::Number, |it| it.kind);
        match raw.to_fraction() {
            Some(number) => show(
                &Value::Number(number),
                kind,
                self.call.names(),
                self.language,
            ),
            None => self.brief(raw),
        }
    }

    fn percent_of(&self, part: Fraction) -> String {
        let kind = Type::Percent(None);
        show(&Value::Number(part), kind, self.call.names(), self.language)
    }
}

/// Names the rows that columns of a table made from another do not count.
pub(super) fn left_out(call: &Call, table: &Table, language: Language) -> Vec<String> {
    let Some(derivation) = &table.derivation else {
        return Vec::new();
    };
    let Some(from) = call.tables.get(derivation.from.index()) else {
        return Vec::new();
    };
    let columns = derivation.left_out.iter().map(|left_out| {
        let rows = left_out
            .rows
            .iter()
            .map(|row| visible(&from.row_name(*row)));
        let words = choose(
            language,
            "Righe con la cella vuota, che non contano in",
            "Rows with an empty cell, which do not count in",
        );
        let rows = rows.collect::<Vec<_>>().join(", ");
        format!("{words} {}.{}: {rows}", table.name, left_out.column)
    });
    columns.collect()
}

/// Names the rows that the weight of the pools does not count.
pub(super) fn weighed_without(call: &Call, language: Language) -> Vec<String> {
    let pools = call.envelope.as_ref().and_then(|it| it.pools.as_ref());
    let Some(PoolShares::Weight(name)) = pools.map(|pools| &pools.shares) else {
        return Vec::new();
    };
    let table = call.weight(name).map(|weight| weight.table.index());
    let table = table.and_then(|table| call.tables.get(table));
    table.map_or_else(Vec::new, |table| left_out(call, table, language))
}
