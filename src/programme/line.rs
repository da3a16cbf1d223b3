//! The lines of a programme.

use std::collections::BTreeMap;

use super::check::Checker;
use super::declare::named;
use super::names::{money, repeated};
use super::{ActionId, BodyId, FundId, Line, ObjectiveId};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money, by_parts};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Item, LineBlock, LineChoice, LineClause, Name, ProgrammeItem, RuleFile};
use crate::text::Text;

/// What tells a line from every other: objective, action, body and fund.
type Key = (Option<usize>, Option<usize>, Option<usize>, Option<usize>);

/// What has been read of a line.
#[derive(Default)]
struct Parts {
    objective: Option<usize>,
    action: Option<usize>,
    body: Option<usize>,
    fund: Option<usize>,
    total: Option<Money>,
    shares: Vec<(FundId, Fraction)>,
    /// The places of the clauses read so far, by their keyword.
    seen: BTreeMap<&'static str, Span>,
}

impl Checker {
    /// Reads the lines.
    pub(super) fn lines(&mut self, tree: &RuleFile) {
        let mut keys: BTreeMap<Key, Span> = BTreeMap::new();
        for item in &tree.items {
            let Item::Programme(ProgrammeItem::Line(block)) = item else {
                continue;
            };
            let declared = self.lines.declare(&block.name);
            if self.taken(declared).is_none() {
                continue;
            }
            let key = self.line(block);
            match keys.get(&key) {
                Some(first) => self.report(duplicate_line(&block.name, *first)),
                None => {
                    keys.insert(key, block.name.span);
                }
            }
        }
    }

    fn line(&mut self, block: &LineBlock) -> Key {
        let mut parts = Parts::default();
        let mut cited = Vec::new();
        for clause in &block.clauses {
            let keyword = match &clause.value {
                LineClause::Cite(citation) => {
                    cited.push(citation);
                    continue;
                }
                LineClause::Choice(choice) => self.choice(choice, &mut parts),
                LineClause::Total(total) => {
                    let total = total.as_ref().map(money).transpose();
                    parts.total = self.taken(total).flatten();
                    "total"
                }
                LineClause::Shares(shares) => {
                    parts.shares = self.shares(shares, clause.span);
                    "shares"
                }
            };
            match parts.seen.get(keyword) {
                Some(first) => self.report(repeated(&named(keyword), clause.span, *first)),
                None => {
                    parts.seen.insert(keyword, clause.span);
                }
            }
        }
        let needed = ["objective", "body", "total"];
        let missing = needed.into_iter();
        let missing: Vec<&str> = missing.filter(|it| !parts.seen.contains_key(it)).collect();
        if !missing.is_empty() {
            self.missing(&missing, block.name.span, "line");
        }
        let citations = self.citations(cited);
        self.programme.lines.push(Line {
            name: block.name.value.clone(),
            title: block.title.as_ref().map(|title| title.text.clone()),
            objective: ObjectiveId(parts.objective.unwrap_or_default()),
            action: parts.action.map(ActionId),
            body: BodyId(parts.body.unwrap_or_default()),
            fund: parts.fund.map(FundId),
            total: parts.total,
            shares: parts.shares,
            citations,
            span: block.name.span,
        });
        (parts.objective, parts.action, parts.body, parts.fund)
    }

    fn choice(&mut self, choice: &LineChoice, parts: &mut Parts) -> &'static str {
        let name = choice.name();
        let (names, place, keyword) = match choice {
            LineChoice::Objective(_) => (&self.objectives, &mut parts.objective, "objective"),
            LineChoice::Action(_) => (&self.actions, &mut parts.action, "action"),
            LineChoice::Body(_) => (&self.bodies, &mut parts.body, "body"),
            LineChoice::Fund(_) => (&self.funds, &mut parts.fund, "fund"),
        };
        let found = names.find(name);
        *place = self.found(found, name);
        keyword
    }

    /// Reads the parts of the funds, which make the whole.
    fn shares(
        &mut self,
        shares: &[(Name, Spanned<Fraction>)],
        span: Span,
    ) -> Vec<(FundId, Fraction)> {
        let mut read: Vec<(FundId, Fraction)> = Vec::new();
        let mut whole = Some(Fraction::ZERO);
        for (name, part) in shares {
            whole = whole.and_then(|whole| whole.add(part.value));
            let known = self.funds.find(name);
            let Some(fund) = self.found(known, name).map(FundId) else {
                continue;
            };
            if read.iter().any(|(other, _)| *other == fund) {
                self.report(repeated(
                    &Text::italian(format!("`{}`", name.value)),
                    name.span,
                    span,
                ));
            }
            read.push((fund, part.value));
        }
        let hundred = Fraction::integer(100);
        let percent = whole.and_then(|whole| whole.mul(hundred));
        if percent != Some(hundred) {
            let made = percent.and_then(|it| it.to_plain(it.decimals()?));
            let made = made.unwrap_or_default();
            let made_it = made.replace('.', ",");
            self.report(
                Diagnostic::error(
                    Code::SharesDiffer,
                    span,
                    Text::new(
                        format!("le quote dei fondi fanno {made_it} %, non 100 %"),
                        format!("the shares of the funds make {made} %, not 100 %"),
                    ),
                )
                .with_hint(Text::new(
                    "correggere le quote, o togliere la riga se il programma non le dice",
                    "correct the shares, or remove them where the programme states none",
                )),
            );
        }
        let parts: Vec<Fraction> = read.iter().map(|(_, part)| *part).collect();
        if by_parts(Money::ZERO, &parts).is_none() && percent == Some(hundred) {
            self.report(too_fine(span));
        }
        read
    }
}

fn too_fine(span: Span) -> Diagnostic {
    Diagnostic::error(
        Code::LimitExceeded,
        span,
        Text::new(
            "le quote hanno troppi decimali perché si possa dividere il denaro al centesimo",
            "the shares have too many decimals for money to be divided to the cent",
        ),
    )
    .with_hint(Text::new(
        "scriverle con meno decimali: insieme fanno ancora 100 %",
        "write them with fewer decimals: together they still make 100 %",
    ))
}

fn duplicate_line(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(
        Code::DuplicateLine,
        name.span,
        Text::new(
            format!(
                "la linea `{}` ha lo stesso obiettivo, la stessa azione, lo stesso soggetto e lo stesso fondo di un'altra",
                name.value
            ),
            format!(
                "line `{}` has the objective, action, body and fund of another line",
                name.value
            ),
        ),
    )
    .with_related(first, Text::new("l'altra è questa", "the other is this one"))
    .with_hint(Text::new(
        "unire le due linee in una, o correggere ciò che le distingue",
        "join the two lines in one, or correct what tells them apart",
    ))
}
