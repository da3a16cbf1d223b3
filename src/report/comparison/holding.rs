//! How well the ranking holds: criteria and shares that move, ties at the line, who was close.

use super::super::words::{visible, wrap};
use super::words::{decimal_text, percent_text};
use super::{MOST, Teller};
use crate::call::{Call, Factor, ShareTerm, Weight};
use crate::comparison::{Change, Closeness, Decided, End, Reach};
use crate::engine::{points_text, weight_of};
use crate::number::{Fraction, Rounding};
use crate::text::Language;

impl Teller<'_> {
    /// How far the factor on each criterion can go.
    pub(super) fn criteria(&self) -> String {
        let Some(grid) = &self.call.grid else {
            return String::new();
        };
        let title = self.word(
            "Tenuta: fattore sui punti di un criterio",
            "Holding: factor on the points of a criterion",
        );
        let mut out = format!("\n{title}\n");
        if self.comparison.criteria.is_empty() {
            out.push_str(&wrap("  ", self.word(
                "La graduatoria non ha il punteggio tra le sue chiavi: non dipende dai criteri in questo modo.",
                "The ranking has no score among its keys: it does not depend on the criteria in this way.",
            )));
            return out;
        }
        out.push_str(&wrap("  ", self.word(
            "Tra questi due fattori nessuno riceve più o meno. Soglie, minimi, altre chiavi e importi restano come sono; i punti si contano come pubblicati.",
            "Between these two factors nobody is given more or less. Thresholds, minima, other keys and amounts stay as they are; points count as published.",
        )));
        for (id, reach) in &self.comparison.criteria {
            let name = grid.criterion(*id).map_or("", |it| it.name.as_str());
            out.push_str(&wrap("  ", &format!("{name}: {}", self.factors(reach))));
        }
        out
    }

    fn factors(&self, reach: &Reach) -> String {
        let factor = |shift: Fraction, rounding| {
            let factor = Fraction::ONE.add(shift).unwrap_or(Fraction::ONE);
            format!("× {}", decimal_text(factor, 3, rounding, self.language))
        };
        let down = self.end(&reach.down, self.word("da × 0", "from × 0"), |at| {
            format!("{} {}", self.word("da", "from"), factor(at, Rounding::Up))
        });
        let up = self.end(&reach.up, self.word("a qualunque", "to any"), |at| {
            format!("{} {}", self.word("a", "to"), factor(at, Rounding::Down))
        });
        format!("{down} {up}")
    }

    /// How far the part of each share of the weight can go.
    pub(super) fn shares(&self) -> String {
        let Some(weight) = weight_of(self.call).filter(|_| !self.comparison.shares.is_empty())
        else {
            return String::new();
        };
        let title = self.word(
            "Tenuta: parti del peso che divide la dotazione",
            "Holding: parts of the weight that divides the envelope",
        );
        let mut out = format!("\n{title}\n");
        out.push_str(&wrap("  ", self.word(
            "Tra queste due parti nessuno riceve più o meno; le altre cedono in proporzione. Cercato a passi di un punto, poi fino a un centesimo di punto.",
            "Between these two parts nobody is given more or less; the others give way in proportion. Searched by steps of one point, then to a hundredth of a point.",
        )));
        for (term, reach) in weight.terms.iter().zip(&self.comparison.shares) {
            let part = |at: Fraction| percent_text(term.part.add(at).unwrap_or(at), self.language);
            let down = self.end(&reach.down, self.word("da 0 %", "from 0 %"), |at| {
                format!("{} {}", self.word("da", "from"), part(at))
            });
            let up = self.end(&reach.up, self.word("a 100 %", "to 100 %"), |at| {
                format!("{} {}", self.word("a", "to"), part(at))
            });
            let name = term_text(self.call, weight, term, self.language);
            let own = percent_text(term.part, self.language);
            out.push_str(&wrap("  ", &format!("{own} {name}: {down} {up}")));
        }
        out
    }

    fn end(&self, end: &End, never: &str, told: impl Fn(Fraction) -> String) -> String {
        match end {
            End::Never => never.to_owned(),
            End::NotBefore(at) => format!(
                "{} {}",
                told(*at),
                self.word("(oltre non si è cercato)", "(no further was looked)")
            ),
            End::Changes { at, changes } => {
                let who = match changes {
                    Some(changes) => who(changes),
                    None => self
                        .word("la graduatoria non è decisa", "the ranking is not decided")
                        .to_owned(),
                };
                format!("{} ({} {who})", told(*at), self.word("poi", "then"))
            }
        }
    }

    pub(super) fn ties(&self) -> String {
        if self.comparison.ties.is_empty() {
            return String::new();
        }
        let title = self.word(
            "Pari punteggio a cavallo della linea",
            "Equal scores across the line",
        );
        let mut out = format!("\n{title}\n");
        for tie in &self.comparison.ties {
            let decided = match tie.decided {
                Decided::Key(key) => {
                    let keys = self.call.ranking.as_ref().map(|it| &it.order_by);
                    let key = keys.and_then(|keys| keys.get(key));
                    let name = key.map_or("", |key| key.name.as_str());
                    format!(
                        "{} `{name}`",
                        self.word("decide la chiave", "decided by the key")
                    )
                }
                Decided::Lot => self
                    .word("decide il sorteggio", "decided by the lot")
                    .to_owned(),
                Decided::Money => self
                    .word("decidono gli importi", "decided by the amounts")
                    .to_owned(),
            };
            let score = points_text(self.call, tie.score, self.language);
            let sentence = format!(
                "{score}: {} {}; {} {}; {decided}",
                self.word("finanziate", "funded"),
                visible(&tie.funded.join(", ")),
                self.word("non finanziate", "not funded"),
                visible(&tie.unfunded.join(", ")),
            );
            out.push_str(&wrap("  ", &sentence));
        }
        out
    }

    pub(super) fn waiting(&self) -> String {
        let waiting = &self.comparison.waiting;
        if waiting.is_empty() {
            return String::new();
        }
        let title = self.word(
            "Quanto è mancato alle prime non finanziate",
            "What the first unfunded lacked",
        );
        let mut out = format!("\n{title}\n");
        for close in waiting.iter().take(MOST) {
            out.push_str(&wrap("  ", &self.close(close)));
        }
        out.push_str(&self.further(waiting.len()));
        out
    }

    fn close(&self, close: &Closeness) -> String {
        let mut parts = Vec::new();
        if let (Some(points), Some(line)) = (close.points, close.line) {
            let points = points_text(self.call, points, self.language);
            let line = points_text(self.call, line, self.language);
            parts.push(match self.language {
                Language::Italian => format!("{points} punti sotto l'ultima finanziata ({line})"),
                Language::English => format!("{points} points below the last funded ({line})"),
            });
        }
        if close.points.is_none() && close.score.is_some() && close.score == close.line {
            parts.push(
                self.word("pari all'ultima finanziata", "equal to the last funded")
                    .to_owned(),
            );
        }
        if let Some(euro) = close.euro {
            let euro = self.money(euro);
            parts.push(match self.language {
                Language::Italian => format!("mancavano {euro} su {}", self.money(close.full)),
                Language::English => format!("{euro} short of {}", self.money(close.full)),
            });
        }
        if let Some(cap) = close.cap {
            let caps = self.call.envelope.as_ref().map(|it| &it.caps);
            let cap = caps.and_then(|caps| caps.get(cap));
            let name = cap.map_or("", |cap| cap.name.as_str());
            parts.push(format!(
                "{} `{name}`",
                self.word("massimale per", "cap per")
            ));
        }
        if close.awaits_lot {
            let word = self.word("attende il sorteggio", "waits for the lot");
            parts.push(word.to_owned());
        }
        if parts.is_empty() {
            parts.push(
                self.word(
                    "i fondi bastavano, ma la graduatoria si era già fermata",
                    "the money would have been enough, but the walk had ended",
                )
                .to_owned(),
            );
        }
        let pool = close
            .pool
            .as_deref()
            .map(|pool| format!(" [{}]", visible(pool)));
        format!(
            "{}. {}{}: {}",
            close.rank,
            visible(&close.unit),
            pool.unwrap_or_default(),
            parts.join("; ")
        )
    }
}

/// Names the first of those whose money changes.
fn who(changes: &[Change]) -> String {
    let signed = changes.iter().take(4).map(|change| {
        let sign = if change.after > change.before {
            '+'
        } else {
            '-'
        };
        format!("{sign}{}", visible(&change.id))
    });
    let mut who = signed.collect::<Vec<_>>().join(" ");
    if changes.len() > 4 {
        who.push_str(" …");
    }
    who
}

/// Returns what a share of the envelope goes in proportion to.
pub(super) fn term_text(
    call: &Call,
    weight: &Weight,
    term: &ShareTerm,
    language: Language,
) -> String {
    let table = call.tables.get(weight.table.index());
    let columns = table.map(|table| &table.columns);
    let names = term.factors.iter().map(|factor| match factor {
        Factor::Cell(of) => columns
            .and_then(|columns| columns.get(of.column.index()))
            .map_or("", |column| column.name.as_str()),
        Factor::Index(place) => weight
            .indexes
            .get(*place)
            .map_or("", |index| index.name.as_str()),
    });
    let names = names.collect::<Vec<_>>().join(" × ");
    match (names.is_empty(), language) {
        (true, Language::Italian) => "parti uguali".to_owned(),
        (true, Language::English) => "equal share".to_owned(),
        (false, Language::Italian) => format!("quota di {names}"),
        (false, Language::English) => format!("share of {names}"),
    }
}
