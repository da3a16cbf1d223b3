//! Requirements: their parts, all there and none twice.

use super::declarations::Seen;
use super::operators::of;
use super::scope::{Checker, Scope, next_id};
use crate::call::{Consequence, Expr, ExprKind, Message, Phase, Requirement, RequirementId, Type};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{Name, RequirementBlock, RequirementClause};
use crate::text::Text;

impl Checker<'_> {
    pub(super) fn requirement(&mut self, block: &RequirementBlock) {
        let name = &block.name;
        let dated = self.requirement_days.contains_key(&name.value);
        let in_force = self.in_force(block);
        let says_days = block
            .clauses
            .iter()
            .any(|clause| matches!(clause.value, RequirementClause::InForce(_)));
        let one_is_version = dated != says_days;
        if !self.requirement_name(name, dated && in_force.is_some(), one_is_version) {
            return;
        }
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
                RequirementClause::InForce(_) => "in force",
                RequirementClause::AsOf(_) => "as of",
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
                RequirementClause::Exception(_) => continue,
            };
            self.once(&mut seen, word, clause.span);
        }
        self.exclude_each_other(&seen, "remedy", "reservation");
        let exceptions = self.requirement_exceptions(block);
        let needed = ["title", "phase", "cite", "require", "else"];
        self.complete(&seen, &needed, "requirement", name.span);
        let (Some(title), Some(phase), Some(require), Some(message), Some(exceptions)) =
            (&block.title, phase, require, message, exceptions)
        else {
            // Not before: what the requirement lacks may have its own name.
            self.unread.insert(name.value.clone());
            return;
        };
        let applies_when = both(in_force, applies_when);
        let id = RequirementId(next_id(&self.call.requirements));
        // Of more versions the first stands for all of them.
        self.requirements.entry(name.value.clone()).or_insert(id);
        let mut requirement = Requirement {
            name: name.value.clone(),
            title: title.text.clone(),
            phase,
            citations,
            applies_when,
            require,
            message,
            consequence,
            missing,
            exceptions: Vec::new(),
            span: name.span,
        };
        requirement.except(id, exceptions);
        self.call.requirements.push(requirement);
    }

    /// Tells whether a requirement can bear its name, or reports why it cannot; its versions share
    /// one, if each says on which days it is in force.
    fn requirement_name(&mut self, name: &Name, is_version: bool, one_is_version: bool) -> bool {
        let first = self.requirements.get(&name.value).filter(|_| !is_version);
        let first = first.map(|first| {
            let requirement = self.call.requirements.get(first.index());
            requirement.map_or(name.span, |it| it.span)
        });
        if let Some(first) = first.filter(|_| one_is_version) {
            self.only_one_in_force(name, first);
            return false;
        }
        let threshold = self.thresholds.get(&name.value).map(|(_, span)| *span);
        if let Some(first) = first.or(threshold) {
            self.duplicate(name, first);
            return false;
        }
        self.reason_name(name);
        true
    }

    /// Reports two requirements of one name of which only one says when it is in force.
    fn only_one_in_force(&mut self, name: &Name, first: Span) {
        let name_of = &name.value;
        self.report(
            Diagnostic::error(
                Code::DuplicateName,
                name.span,
                Text::new(
                    format!("`{name_of}` è già definito, e solo uno dei due dice da quando a quando vale"),
                    format!("`{name_of}` is already defined, and only one of the two says from when to when it holds"),
                ),
            )
            .with_related(first, Text::new("la prima volta qui", "first defined here"))
            .with_hint(Text::new(
                "se sono due versioni dello stesso requisito scrivere in tutte e due `‹in force kw_since› … ‹kw_until› …`, altrimenti cambiare uno dei due nomi",
                "if they are two versions of one requirement write `‹in force kw_since› … ‹kw_until› …` in both, otherwise rename one of them",
            )),
        );
    }

    /// Reports two parts of one block of which only one may stand there.
    pub(super) fn exclude_each_other(&mut self, seen: &Seen, first: &str, second: &str) {
        if let (Some(there), Some(here)) = (seen.span(first), seen.span(second)) {
            self.report(
                Diagnostic::error(
                    Code::RepeatedPart,
                    here,
                    Text::new(
                        format!("`‹{first}›` e `‹{second}›` si escludono"),
                        format!("`‹{first}›` and `‹{second}›` exclude each other"),
                    ),
                )
                .with_related(there, Text::new("l'altro è qui", "the other is here"))
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
                let known = self.words(["receipt", "formal", "substantive"]);
                self.unknown(&name.value, name.span, ("la fase", "phase"), &known);
                None
            }
        }
    }
}

/// Returns the condition that both hold, of those that are written.
fn both(in_force: Option<Expr>, applies_when: Option<Expr>) -> Option<Expr> {
    match (in_force, applies_when) {
        (Some(in_force), Some(applies_when)) => {
            let span = applies_when.span;
            let parts = vec![in_force, applies_when];
            Some(of(ExprKind::And(parts), Type::YesNo, span))
        }
        (in_force, applies_when) => in_force.or(applies_when),
    }
}
