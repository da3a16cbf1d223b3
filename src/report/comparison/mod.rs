//! What the rules cost, for people: beside the ranking that stands, never in its place.

mod holding;
mod json;
mod lists;
mod words;

use std::fmt::Write;

use super::words::{WIDTH, choose, visible, wrap};
use crate::call::Call;
use crate::comparison::{Allocation, Change};
use crate::engine::{Best, Comparison, Measure, money_text};
use crate::number::{Fraction, Money, Rounding};
use crate::text::Language;

use words::{kind_text, limit_text, plain_money, thousands};

pub use json::comparison_json;
pub use lists::comparison_lists;

/// More proposals than this are only counted.
const MOST: usize = 10;

/// Returns a comparison as text, within 80 columns.
pub fn comparison_text(call: &Call, comparison: &Comparison, language: Language) -> String {
    let teller = Teller {
        call,
        comparison,
        language,
    };
    let mut out = wrap("", &visible(call.title.get(language)));
    out.push_str(&wrap("", teller.word(
        "Confronto. La graduatoria dell'avviso resta l'unico esito valido: qui si misura che cosa costano le sue regole, e nessuno è finanziato o escluso per questo.",
        "Comparison. The ranking of the call remains the only valid outcome: here it is measured what its rules cost, and nobody is funded or left out by it.",
    )));
    if !comparison.provisional.is_empty() {
        out.push_str(teller.word(
            "La graduatoria è provvisoria:\n",
            "The ranking is provisional:\n",
        ));
        for reason in &comparison.provisional {
            out.push_str(&wrap("  - ", reason.get(language)));
        }
    }
    out.push_str(&teller.rules());
    out.push_str(&teller.optimum());
    out.push_str(&teller.pools());
    out.push_str(&teller.who_changes());
    out.push_str(&teller.criteria());
    out.push_str(&teller.shares());
    out.push_str(&teller.ties());
    out.push_str(&teller.waiting());
    out
}

/// What tells a comparison.
#[derive(Clone, Copy)]
struct Teller<'a> {
    call: &'a Call,
    comparison: &'a Comparison,
    language: Language,
}

/// One way of sharing out, by its name.
type Row<'a> = (String, Option<(&'a Allocation, &'a [Change])>);

impl<'a> Teller<'a> {
    fn word(&self, it: &'static str, en: &'static str) -> &'static str {
        choose(self.language, it, en)
    }

    fn money(&self, amount: Money) -> String {
        money_text(self.call, amount, self.language)
    }

    /// Every way of sharing out: the call's own, the others, the best.
    fn rows(&self) -> Vec<Row<'a>> {
        let own = limit_text(self.comparison.rules.limit, self.language);
        let own = format!("{}: {own}", self.word("avviso", "call"));
        let mut rows: Vec<Row<'a>> = vec![(own, Some((&self.comparison.legal, &[])))];
        for variant in &self.comparison.variants {
            let result = variant.result.as_ref().ok();
            rows.push((
                kind_text(&variant.kind, self.language),
                result.map(|(allocation, changes)| (allocation, changes.as_slice())),
            ));
        }
        if let Some(best) = &self.comparison.best {
            let name = self.word("ottimo", "optimum").to_owned();
            rows.push((name, Some((&best.allocation, &best.changes))));
        }
        rows
    }

    fn rules(&self) -> String {
        let head = [
            self.word("finanziate", "funded"),
            self.word("assegnati", "awarded"),
            self.word("valore", "value"),
            self.word("più", "more"),
            self.word("meno", "less"),
        ];
        let mut out = format!("\n{}", line(self.word("Regole", "Rules"), head));
        for (name, row) in self.rows() {
            let Some((allocation, changes)) = row else {
                out.push_str(&line(
                    &name,
                    [self.word("pari merito", "tie"), "–", "–", "–", "–"],
                ));
                continue;
            };
            let gain = changes.iter().filter(|it| it.after > it.before).count();
            let lose = changes.len().saturating_sub(gain);
            let value = match self.comparison.measure {
                Measure::Nothing => "–".to_owned(),
                _ => self.value(allocation.value),
            };
            out.push_str(&line(
                &name,
                [
                    &thousands(&allocation.awards.len().to_string(), self.language),
                    &plain_money(allocation.spent, self.language),
                    &value,
                    &gain.to_string(),
                    &lose.to_string(),
                ],
            ));
        }
        let measure = match self.comparison.measure {
            Measure::Score => self.word(
                "Valore: punteggio × contributo, in punti × migliaia di euro. Più e meno: quante proposte avrebbero più o meno che in graduatoria.",
                "Value: score × award, in points × thousands of euro. More and less: how many proposals would be given more or less than by the ranking.",
            ),
            Measure::FirstKey => self.word(
                "Valore: prima chiave della graduatoria × contributo, in migliaia. Più e meno: quante proposte avrebbero più o meno che in graduatoria.",
                "Value: first key of the ranking × award, in thousands. More and less: how many proposals would be given more or less than by the ranking.",
            ),
            Measure::Nothing => self.word(
                "Valore: l'avviso non ha né griglia né una prima chiave numerica decrescente, e il valore non si misura. Più e meno: quante proposte avrebbero più o meno che in graduatoria.",
                "Value: the call has neither a grid nor a first key that is a number in descending order, so no value is measured. More and less: how many proposals would be given more or less than by the ranking.",
            ),
        };
        out.push_str(&wrap("", measure));
        for variant in &self.comparison.variants {
            if let Err(trouble) = &variant.result {
                let name = kind_text(&variant.kind, self.language);
                let why = trouble.message.get(self.language);
                out.push_str(&wrap("  - ", &format!("{name}: {why}")));
            }
        }
        out
    }

    /// Returns a value in thousands.
    fn value(&self, value: Fraction) -> String {
        let thousand = Fraction::integer(1_000);
        let rounded = value
            .div(thousand)
            .and_then(|it| it.round(0, Rounding::HalfUp));
        let digits = rounded.and_then(|it| it.to_plain(0)).unwrap_or_default();
        thousands(&digits, self.language)
    }

    fn optimum(&self) -> String {
        let Some(best) = &self.comparison.best else {
            return String::new();
        };
        let lost = self.lost(&self.comparison.legal, best);
        let mut out = format!("\n{}\n", self.word("Ottimo", "Optimum"));
        out.push_str(&wrap(
            "  ",
            &match self.language {
                Language::Italian => format!(
                    "La scelta di maggior valore con gli stessi fondi, quote, massimali e riserve; ogni proposta vi ha l'importo intero o niente, o la parte che ha in graduatoria. Rispetto a questa le regole dell'avviso rinunciano a {lost}."
                ),
                Language::English => format!(
                    "The choice of greatest value with the same money, pools, caps and reserves; each proposal has its whole award or nothing, or the part that the ranking gives it. Against it the rules of the call forgo {lost}."
                ),
            },
        ));
        let trust = match (best.proved, best.bound) {
            (true, _) => self
                .word(
                    "Il risolutore ha cercato fino in fondo: fra queste scelte, in cui nessuno ha una parte che non abbia in graduatoria, non c'è di meglio.",
                    "The solver searched to the end: among these choices, in which nobody has a part but for that of the ranking, there is nothing better.",
                )
                .to_owned(),
            (false, Some(bound)) => {
                let bound = self.value(bound);
                match self.language {
                    Language::Italian => format!(
                        "Il risolutore non ha cercato fino in fondo: fra queste scelte una migliore può esserci, ma nessuna supera {bound}."
                    ),
                    Language::English => format!(
                        "The solver did not search to the end: there may be a better one among these choices, but none of them exceeds {bound}."
                    ),
                }
            }
            (false, None) => self
                .word(
                    "Il risolutore non ha risposto: è la scelta migliore trovata senza di lui.",
                    "The solver gave no answer: this is the best choice found without it.",
                )
                .to_owned(),
        };
        out.push_str(&wrap("  ", &trust));
        if self.comparison.rules.pools.is_some() {
            out.push_str(&wrap("  ", self.pools_of_the_optimum()));
        }
        if self
            .comparison
            .rules
            .reserves
            .iter()
            .any(|it| it.in_addition)
        {
            out.push_str(&wrap("  ", self.word(
                "Nelle riserve in aggiunta l'ottimo conta tutti i membri: per questo è più largo della regola.",
                "In reserves in addition the optimum counts all members: in that it is wider than the rule.",
            )));
        }
        out
    }

    fn pools_of_the_optimum(&self) -> &'static str {
        use crate::value::Leftovers;
        let pools = self.comparison.rules.pools.as_ref();
        match pools.map(|pools| pools.leftovers) {
            Some(Leftovers::OneRanking) => self.word(
                "I residui vanno a graduatoria unica: qui le quote non limitano.",
                "Leftovers go to one ranking: pools are no limit here.",
            ),
            _ => self.word(
                "Ogni quota può dare al più quanto le spetta.",
                "Each pool may give at most its share.",
            ),
        }
    }

    /// Says how much less value one has than the other, and what part of it that is.
    fn lost(&self, legal: &Allocation, best: &Best) -> String {
        let lost = best.allocation.value.sub(legal.value);
        let lost = lost.unwrap_or(Fraction::ZERO);
        let share = lost
            .div(best.allocation.value)
            .and_then(|it| it.mul(Fraction::integer(100))?.round(2, Rounding::HalfUp))
            .and_then(|it| it.to_plain(2))
            .unwrap_or_else(|| "0.00".to_owned());
        let share = match self.language {
            Language::Italian => share.replace('.', ","),
            Language::English => share,
        };
        format!("{} ({share} %)", self.value(lost))
    }

    /// Money by pool, where there are any.
    fn pools(&self) -> String {
        let Some(pools) = &self.comparison.rules.pools else {
            return String::new();
        };
        let mut columns: Vec<(&'static str, &Allocation)> =
            vec![(self.word("assegnati", "awarded"), &self.comparison.legal)];
        for variant in &self.comparison.variants {
            if let (crate::engine::VariantKind::WithoutPools, Ok((allocation, _))) =
                (&variant.kind, &variant.result)
            {
                columns.push((self.word("senza quote", "without pools"), allocation));
            }
        }
        if let Some(best) = &self.comparison.best {
            columns.push((self.word("ottimo", "optimum"), &best.allocation));
        }
        let title = self.word("Fondi per quota", "Money by pool");
        let mut out = format!("\n{title:<14}{:>16}", self.word("spettanti", "share"));
        for (head, _) in &columns {
            let _ = write!(out, "{head:>16}");
        }
        out.push('\n');
        let given = |allocation: &Allocation, key: Option<&str>| -> Money {
            let awards = allocation.awards.iter().filter(|(id, _)| {
                let pool = self.comparison.pool_of.get(*id).map(String::as_str);
                let pool = pool.filter(|it| pools.shares.contains_key(*it));
                pool == key
            });
            Money::sum(awards.map(|(_, award)| *award)).unwrap_or_default()
        };
        let mut row = |name: &str, share: Option<Money>, key: Option<&str>| {
            let name = visible(name);
            let label = if name.chars().count() > 13 {
                let _ = writeln!(out, "{name}");
                String::new()
            } else {
                name
            };
            let share = share.map(|share| plain_money(share, self.language));
            let _ = write!(out, "{label:<14}{:>16}", share.unwrap_or_default());
            for (_, allocation) in &columns {
                let amount = plain_money(given(allocation, key), self.language);
                let _ = write!(out, "{amount:>16}");
            }
            out.push('\n');
        };
        for (key, share) in &pools.shares {
            row(key, Some(*share), Some(key));
        }
        if columns.iter().any(|(_, it)| given(it, None) > Money::ZERO) {
            row(self.word("senza quota", "no pool"), None, None);
        }
        out
    }

    fn who_changes(&self) -> String {
        let mut out = String::new();
        for (name, row) in self.rows() {
            let Some((_, changes)) = row.filter(|(_, changes)| !changes.is_empty()) else {
                continue;
            };
            let with = self.word("Chi cambierebbe", "Who would change");
            out.push('\n');
            out.push_str(&wrap("", &format!("{with} ({name})")));
            for change in changes.iter().take(MOST) {
                out.push_str(&wrap("  ", &self.change(change)));
            }
            out.push_str(&self.further(changes.len()));
        }
        out
    }

    fn change(&self, change: &Change) -> String {
        let sign = if change.after > change.before {
            '+'
        } else {
            '-'
        };
        let id = visible(&change.id);
        match self.language {
            Language::Italian => format!(
                "{sign} {id}: da {} a {}",
                self.money(change.before),
                self.money(change.after)
            ),
            Language::English => format!(
                "{sign} {id}: from {} to {}",
                self.money(change.before),
                self.money(change.after)
            ),
        }
    }

    /// Counts those beyond [`MOST`].
    fn further(&self, all: usize) -> String {
        match all.saturating_sub(MOST) {
            0 => String::new(),
            more => format!("  … {} {more}\n", self.word("e altre", "and further")),
        }
    }
}

/// One line of the table of rules; a long name has a line of its own.
fn line(name: &str, cells: [&str; 5]) -> String {
    let [funded, spent, value, more, less] = cells;
    let cells = format!("{funded:>11}{spent:>19}{value:>15}{more:>6}{less:>6}");
    let room = WIDTH.saturating_sub(cells.chars().count());
    if name.chars().count() < room {
        format!("{name:<room$}{cells}\n")
    } else {
        format!("{}{:room$}{cells}\n", wrap("", name), "")
    }
}
