//! The programme's own lines, and the names that its lines use.

use super::check::Checker;
use super::names::{Names, date, repeated};
use super::{Objective, ObjectiveId, Titled};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::tree::{
    Item, ProgrammeBlock, ProgrammeClause, ProgrammeItem, RuleFile, TitledItem,
};
use crate::text::Text;

impl Checker {
    /// Reads the `programme` block.
    pub(super) fn programme_block(&mut self, tree: &RuleFile) {
        self.authorities(tree);
        let mut first: Option<&ProgrammeBlock> = None;
        for item in &tree.items {
            let Item::Programme(ProgrammeItem::Programme(block)) = item else {
                continue;
            };
            match first {
                None => first = Some(block),
                Some(first) => self.report(repeated(
                    &Text::new("`‹programme›`", "`‹programme›`"),
                    block.name.span,
                    first.name.span,
                )),
            }
        }
        if let Some(block) = first {
            self.programme_clauses(block);
        }
    }

    fn programme_clauses(&mut self, block: &ProgrammeBlock) {
        self.programme.name.clone_from(&block.name.value);
        let mut title: Option<Span> = None;
        let mut dates: Option<Span> = None;
        for clause in &block.clauses {
            match &clause.value {
                ProgrammeClause::Title(words) => {
                    if let Some(first) = title.replace(clause.span) {
                        self.report(repeated(&named("title"), clause.span, first));
                    }
                    self.programme.title = words.text.clone();
                }
                ProgrammeClause::Dates(written) => {
                    if let Some(first) = dates.replace(clause.span) {
                        self.report(repeated(&named("kw_since"), clause.span, first));
                    }
                    let day = |it: &Option<_>| it.as_ref().map(date).transpose();
                    self.programme.from = self.taken(day(&written.from)).flatten();
                    self.programme.to = self.taken(day(&written.to)).flatten();
                    let (from, to) = (self.programme.from, self.programme.to);
                    if from.zip(to).is_some_and(|(from, to)| to < from) {
                        self.report(
                            Diagnostic::error(
                                Code::InvalidDate,
                                written.span,
                                Text::new(
                                    "il programma finisce prima di cominciare",
                                    "the programme ends before it begins",
                                ),
                            )
                            .with_hint(Text::new(
                                "correggere una delle due date",
                                "correct one of the two dates",
                            )),
                        );
                    }
                }
                ProgrammeClause::Cite(citation) => {
                    let cited = self.citations([citation]);
                    self.programme.citations.extend(cited);
                }
            }
        }
        if title.is_none() {
            self.missing(&["title"], block.name.span, "programme");
        }
    }

    /// Reads funds, bodies, objectives and actions.
    pub(super) fn declarations(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            let item = match item {
                Item::Programme(item) => item,
                Item::Authority(_) => continue,
                other => {
                    self.misplaced(other);
                    continue;
                }
            };
            match item {
                ProgrammeItem::Fund(item) => {
                    let titled = self.titled(item, |checker| &mut checker.funds);
                    self.programme.funds.extend(titled);
                }
                ProgrammeItem::Body(item) => {
                    let titled = self.titled(item, |checker| &mut checker.bodies);
                    self.programme.bodies.extend(titled);
                }
                ProgrammeItem::Action(item) => {
                    if !item.name.value.contains(':') {
                        self.without_scheme(item);
                    }
                    let titled = self.titled(item, |checker| &mut checker.actions);
                    self.programme.actions.extend(titled);
                }
                ProgrammeItem::Objective { item, .. } => {
                    let titled = self.titled(item, |checker| &mut checker.objectives);
                    let of = None;
                    let objective = titled.map(|titled| Objective { titled, of });
                    self.programme.objectives.extend(objective);
                }
                ProgrammeItem::Programme(_) | ProgrammeItem::Line(_) | ProgrammeItem::Act(_) => {}
            }
        }
        self.wholes(tree);
    }

    /// Declares one name with its title.
    fn titled(
        &mut self,
        item: &TitledItem,
        names: impl Fn(&mut Self) -> &mut Names,
    ) -> Option<Titled> {
        let declared = names(self).declare(&item.name);
        self.taken(declared)?;
        Some(Titled {
            name: item.name.value.clone(),
            title: item.title.text.clone(),
            citations: self.citations(&item.citations),
            span: item.name.span,
        })
    }

    /// Finds the objectives that others are parts of, once all are known.
    fn wholes(&mut self, tree: &RuleFile) {
        for item in &tree.items {
            let Item::Programme(ProgrammeItem::Objective { item, of: Some(of) }) = item else {
                continue;
            };
            let found = self.objectives.find(of);
            let whole = self.found(found, of);
            let Ok(part) = self.objectives.find(&item.name) else {
                continue;
            };
            if let Some(objective) = self.programme.objectives.get_mut(part) {
                objective.of = whole.map(ObjectiveId);
            }
            if self.goes_round(part) {
                self.report(
                    Diagnostic::error(
                        Code::CyclicDefinition,
                        of.span,
                        Text::new(
                            format!("l'obiettivo `{}` fa parte di sé stesso", item.name.value),
                            format!("objective `{}` is a part of itself", item.name.value),
                        ),
                    )
                    .with_hint(Text::new(
                        "togliere uno dei `‹of›`",
                        "remove one of the `‹of›`",
                    )),
                );
                if let Some(objective) = self.programme.objectives.get_mut(part) {
                    objective.of = None;
                }
            }
        }
    }

    fn goes_round(&self, start: usize) -> bool {
        let whole = |part: usize| {
            let objective = self.programme.objectives.get(part)?;
            objective.of.map(|of| of.0)
        };
        let mut wholes = std::iter::successors(whole(start), |part| whole(*part));
        let most = self.programme.objectives.len();
        wholes.by_ref().take(most).any(|part| part == start)
    }

    fn without_scheme(&mut self, item: &TitledItem) {
        let code = &item.name.value;
        self.report(
            Diagnostic::error(
                Code::BadValue,
                item.name.span,
                Text::new(
                    format!("il codice d'azione `{code}` non dice di quale numerazione è"),
                    format!("the action code `{code}` does not say whose numbering it is"),
                ),
            )
            .with_hint(Text::new(
                format!("scrivere la numerazione davanti, come in `adp:{code}`"),
                format!("write the numbering in front, as in `adp:{code}`"),
            )),
        );
    }

    fn misplaced(&mut self, item: &Item) {
        self.report(misplaced(
            item_span(item),
            Text::new(
                "questo blocco è di un avviso e qui c'è un programma",
                "this block belongs to a call, and this is a programme",
            ),
        ));
    }

    /// Reports what a block lacks.
    pub(super) fn missing(&mut self, parts: &[&str], span: Span, block: &str) {
        let listed: Vec<String> = parts.iter().map(|part| format!("`‹{part}›`")).collect();
        let listed = listed.join(", ");
        let may_be_unknown = ["total", "kw_act_number", "date"];
        let hint = if parts.iter().all(|part| may_be_unknown.contains(part)) {
            Text::new(
                "aggiungerlo; se non si conosce, scrivere `‹kw_undecided›`",
                "add it; where it is not known, write `‹kw_undecided›`",
            )
        } else {
            Text::new("aggiungere ciò che manca", "add what is missing")
        };
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                span,
                Text::new(
                    format!("nel blocco `‹{block}›` manca {listed}"),
                    format!("the `‹{block}›` block lacks {listed}"),
                ),
            )
            .with_hint(hint),
        );
    }
}

/// Returns a clause as messages name it.
pub(super) fn named(keyword: &str) -> Text {
    let marked = format!("`‹{keyword}›`");
    Text::new(marked.clone(), marked)
}

/// Returns the diagnostic for a block in a file of the other kind.
pub(crate) fn misplaced(span: Span, message: Text) -> Diagnostic {
    Diagnostic::error(Code::MisplacedBlock, span, message).with_hint(Text::new(
        "tenere l'avviso e il programma in due file; l'avviso prende la dotazione con `‹from programme› \"….bando\"`",
        "keep the call and the programme in two files; the call takes its envelope with `‹from programme› \"….bando\"`",
    ))
}

/// Returns where a block of a rule file is named, or stands.
fn item_span(item: &Item) -> Span {
    match item {
        Item::Call(it) => it.name.span,
        Item::Authority(it) => it.name.span,
        Item::Contact(it) => it.name.span,
        Item::Document(it) => it.name.span,
        Item::Enum(it) => it.name.span,
        Item::Group(it) => it.name.span,
        Item::Table(it) => it.name.span,
        Item::DerivedTable(it) => it.name.span,
        Item::Proposals(it) => it.span,
        Item::Facts(it) => it.span,
        Item::Definition(it) => it.name.span,
        Item::Requirement(it) => it.name.span,
        Item::Scale(it) => it.name.span,
        Item::Grid(it) => it.span,
        Item::Weight(it) => it.name.span,
        Item::Ranking(it) => it.span,
        Item::Envelope(it) => it.span,
        Item::Test(it) => it.name.span,
        Item::Programme(it) => it.span(),
    }
}
