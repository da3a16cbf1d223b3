//! Requirements: their parts, all there and none twice.

use super::declarations::Seen;
use super::scope::{Checker, Scope, next_id};
use crate::call::{Consequence, Message, Phase, Requirement, RequirementId};
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::tree::{Name, RequirementBlock, RequirementClause};
use crate::text::Text;

impl Checker<'_> {
    pub(super) fn requirement(&mut self, block: &RequirementBlock) {
        let name = &block.name;
        if let Some(first) = self.requirements.get(&name.value) {
            let first = self
                .call
                .requirements
                .get(first.index())
                .map_or(name.span, |it| it.span);
            self.duplicate(name, first);
            return;
        }
        if let Some((_, first)) = self.thresholds.get(&name.value) {
            let first = *first;
            self.duplicate(name, first);
            return;
        }
        self.reason_name(name);
        let scope = Scope::default();
        let mut seen = Seen::default();
        if let Some(title) = &block.title {
            self.once(&mut seen, "title", title.span);
        }
        let (mut phase, mut applies_when, mut require) = (None, None, None);
        let mut message: Option<Message> = None;
        let mut citations = Vec::new();
        let mut consequence = Consequence::Refusal;
        let mut missing = self.missing;
        for clause in &block.clauses {
            let word = match &clause.value {
                RequirementClause::Phase(name) => {
                    phase = self.phase(name);
                    "phase"
                }
                RequirementClause::Cite(citation) => {
                    citations.extend(self.citations([citation]));
                    if seen.span("cite").is_none() {
                        self.once(&mut seen, "cite", clause.span);
                    }
                    continue;
                }
                RequirementClause::AppliesWhen(condition) => {
                    applies_when = self.condition(condition, &scope);
                    "applies when"
                }
                RequirementClause::Require(condition) => {
                    require = self.condition(condition, &scope);
                    "require"
                }
                RequirementClause::Else(words) => {
                    message = Some(self.message(words));
                    "else"
                }
                RequirementClause::Remedy(term) => {
                    consequence = Consequence::Remedy(*term);
                    "remedy"
                }
                RequirementClause::Reservation(term) => {
                    consequence = Consequence::Reservation(*term);
                    "reservation"
                }
                RequirementClause::Missing(word) => {
                    missing = word.value;
                    "missing"
                }
            };
            self.once(&mut seen, word, clause.span);
        }
        self.one_consequence(&seen);
        let needed = ["title", "phase", "cite", "require", "else"];
        self.complete(&seen, &needed, "requirement", name.span);
        let (Some(title), Some(phase), Some(require), Some(message)) =
            (&block.title, phase, require, message)
        else {
            // Not before: what the requirement lacks may have its own name.
            self.unread.insert(name.value.clone());
            return;
        };
        let id = RequirementId(next_id(&self.call.requirements));
        self.requirements.insert(name.value.clone(), id);
        self.call.requirements.push(Requirement {
            name: name.value.clone(),
            title: title.text.clone(),
            phase,
            citations,
            applies_when,
            require,
            message,
            consequence,
            missing,
            span: name.span,
        });
    }

    /// Reports a requirement that can both be remedied and be met with reservation.
    fn one_consequence(&mut self, seen: &Seen) {
        if let (Some(remedy), Some(reservation)) = (seen.span("remedy"), seen.span("reservation")) {
            self.report(
                Diagnostic::error(
                    Code::RepeatedPart,
                    reservation,
                    Text::new(
                        "`remedy` e `reservation` si escludono",
                        "`remedy` and `reservation` exclude each other",
                    ),
                )
                .with_related(remedy, Text::new("l'altro è qui", "the other is here"))
                .with_hint(Text::new("tenerne uno solo", "keep one of them")),
            );
        }
    }

    fn phase(&mut self, name: &Name) -> Option<Phase> {
        match name.value.as_str() {
            "receipt" => Some(Phase::Receipt),
            "formal" => Some(Phase::Formal),
            "substantive" => Some(Phase::Substantive),
            _ => {
                let known = ["receipt", "formal", "substantive"].map(str::to_owned);
                self.unknown(&name.value, name.span, ("la fase", "phase"), &known);
                None
            }
        }
    }
}
