//! What a programme is only assumed on, and how it was read.

use super::ProgrammeView;
use crate::programme::Cited;
use crate::text::{Language, Phrase};
use crate::value::AuthorityKind;

impl ProgrammeView<'_> {
    /// Returns what the programme is only assumed on and how it was read, each once, with what it is.
    pub(super) fn notes(&self) -> Vec<(&'static str, Phrase)> {
        let (assumption, reading) = match self.language {
            Language::Italian => ("Ipotesi", "Lettura"),
            Language::English => ("Assumption", "Reading"),
        };
        let assumed = self.assumed().into_iter().map(|it| (assumption, it));
        let readings = self.readings().into_iter().map(|it| (reading, it));
        assumed.chain(readings).collect()
    }

    /// Says of how many assumptions and readings the notes tell.
    pub(super) fn rests_on(&self) -> String {
        let (assumed, readings) = (self.assumed().len(), self.readings().len());
        let count = |count: usize, [it, its, en, ens]: [&str; 4]| {
            let word = match count {
                0 => return None,
                1 => self.word(it, en),
                _ => self.word(its, ens),
            };
            Some(format!("{count} {word}"))
        };
        let parts = [
            count(assumed, ["ipotesi", "ipotesi", "assumption", "assumptions"]),
            count(readings, ["lettura", "letture", "reading", "readings"]),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let head = self.word("Queste cifre si fondano su", "These figures rest on");
        let rest = self.word(
            "di ciò che gli atti non dicono: in fondo alla pagina",
            "of what the acts do not say: at the end of the page",
        );
        let and = self.word(" e ", " and ");
        format!("{head} {} {rest}", parts.join(and))
    }

    /// Returns how what is unclear in the programme was read, each once.
    pub(super) fn readings(&self) -> Vec<Phrase> {
        self.cited(self.citations(), AuthorityKind::Reading)
    }

    /// Returns what all that is shown rests on: the programme, its names and lines, the acts up to the
    /// moment and what they change.
    fn citations(&self) -> impl Iterator<Item = &Cited> {
        let programme = self.programme;
        let objectives = programme.objectives.iter().map(|it| &it.titled);
        let titled = programme.funds.iter().chain(&programme.bodies);
        let titled = titled.chain(objectives).chain(&programme.actions);
        let lines = programme.lines.iter().flat_map(|it| &it.citations);
        let acts = programme.acts_until(self.moment).iter().flat_map(|act| {
            let changes = act.changes.iter().flat_map(|it| &it.citations);
            changes.chain(&act.citations)
        });
        let own = programme.citations.iter();
        let titled = titled.flat_map(|it| &it.citations);
        own.chain(titled).chain(lines).chain(acts)
    }

    fn cited<'c>(
        &self,
        cited: impl Iterator<Item = &'c Cited>,
        kind: AuthorityKind,
    ) -> Vec<Phrase> {
        let mut found: Vec<Phrase> = Vec::new();
        for it in cited.filter(|it| it.kind == kind) {
            let text = self.phrase(&it.text);
            if !found.contains(&text) {
                found.push(text);
            }
        }
        found
    }

    /// Returns what the programme is only assumed on, each once.
    pub(super) fn assumed(&self) -> Vec<Phrase> {
        let mut found = self.cited(self.citations(), AuthorityKind::Assumption);
        // Only days ask when an act without one was.
        let by_day = self.day.is_some() || self.ledger.is_some();
        let before = self.programme.before_every_day().filter(|_| by_day);
        found.extend(before.map(|it| Phrase::own(with_capital(self.text(&it)))));
        if self.ledger.is_none() && !self.acts_alone {
            let it = "Nessun registro è stato dato: qui nulla risulta impegnato o pagato, e tutto libero (con `--ledger` si vede)";
            let en = "No ledger was given: nothing shows as committed or paid here, and everything as free (`--ledger` tells)";
            found.push(Phrase::own(self.word(it, en)));
        }
        found
    }
}

/// Returns words as a sentence begins.
fn with_capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
