//! Programmes, and what an envelope takes from one.

use super::super::grammar::Rule;
use super::literals::{day, money_amount, percentage};
use super::node::{Built, Node};
use super::requirements::in_dates;
use super::words::{cite, name, string, words};
use crate::syntax::tree::{
    ActBlock, ActClause, AsOf, ChangeItem, FromProgramme, LineBlock, LineChoice, LineClause,
    LinesChosen, Name, ProgrammeBlock, ProgrammeClause, ProgrammeItem, TitledItem,
};

/// One block or line of a programme file.
pub(super) fn programme_item(node: &Node<'_>) -> Built<ProgrammeItem> {
    Ok(match node.rule() {
        Rule::programme_block => ProgrammeItem::Programme(programme_block(node)),
        Rule::fund_item => ProgrammeItem::Fund(titled(node)),
        Rule::body_item => ProgrammeItem::Body(titled(node)),
        Rule::action_item => ProgrammeItem::Action(titled(node)),
        Rule::objective_item => ProgrammeItem::Objective {
            item: titled(node),
            of: node
                .parts()
                .find(|part| part.rule() == Rule::of_objective)
                .map(|of| name(&of.only())),
        },
        Rule::line_block => ProgrammeItem::Line(line_block(node)?),
        Rule::act_block => ProgrammeItem::Act(act_block(node)?),
        _ => node.impossible(),
    })
}

/// `programme sardegna_7 { … }`
fn programme_block(node: &Node<'_>) -> ProgrammeBlock {
    let mut parts = node.parts();
    ProgrammeBlock {
        name: name(&parts.one()),
        clauses: parts
            .map(|clause| {
                clause.spanned(match clause.rule() {
                    Rule::title => ProgrammeClause::Title(words(&clause.only())),
                    Rule::in_dates => ProgrammeClause::Dates(in_dates(&clause)),
                    _ => ProgrammeClause::Cite(cite(&clause)),
                })
            })
            .collect(),
        span: node.span(),
    }
}

/// `body sfirs "DG Lavoro - SFIRS"`
fn titled(node: &Node<'_>) -> TitledItem {
    let mut parts = node.parts();
    let item = name(&parts.one());
    parts.maybe(Rule::of_objective);
    TitledItem {
        name: item,
        title: words(&parts.one()),
        citations: parts.map(|part| cite(&part)).collect(),
        span: node.span(),
    }
}

/// `line sii { … }`
fn line_block(node: &Node<'_>) -> Built<LineBlock> {
    let mut parts = node.parts();
    Ok(LineBlock {
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        clauses: parts
            .map(|clause| Ok(clause.spanned(line_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn line_clause(node: &Node<'_>) -> Built<LineClause> {
    Ok(match node.rule() {
        Rule::total => LineClause::Total(match known(node) {
            Some(amount) => Some(money_amount(&amount)?),
            None => None,
        }),
        Rule::line_shares => LineClause::Shares(
            node.parts()
                .map(|share| {
                    let mut parts = share.parts();
                    let fund = name(&parts.one());
                    let part = parts.one();
                    Ok((fund, part.spanned(percentage(&part)?)))
                })
                .collect::<Built<_>>()?,
        ),
        Rule::cite => LineClause::Cite(cite(node)),
        _ => LineClause::Choice(line_choice(node)),
    })
}

/// `action adp:9.1.4`
fn line_choice(node: &Node<'_>) -> LineChoice {
    let chosen = name(&node.only());
    match node.rule() {
        Rule::line_objective => LineChoice::Objective(chosen),
        Rule::line_action => LineChoice::Action(chosen),
        Rule::line_body => LineChoice::Body(chosen),
        Rule::line_fund => LineChoice::Fund(chosen),
        _ => node.impossible(),
    }
}

/// `act b { … }`
fn act_block(node: &Node<'_>) -> Built<ActBlock> {
    let mut parts = node.parts();
    Ok(ActBlock {
        name: name(&parts.one()),
        title: parts.maybe(Rule::words).map(|title| words(&title)),
        clauses: parts
            .map(|clause| Ok(clause.spanned(act_clause(&clause)?)))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

fn act_clause(node: &Node<'_>) -> Built<ActClause> {
    Ok(match node.rule() {
        Rule::act_number => ActClause::Number(known(node).map(|number| string(&number))),
        Rule::act_date => ActClause::Date(known(node).map(|date| date.spanned(day(&date)))),
        Rule::cite => ActClause::Cite(cite(node)),
        _ => ActClause::Change(change(node)?),
    })
}

/// `move 40_000 EUR from voucher to inclusione`
fn change(node: &Node<'_>) -> Built<ChangeItem> {
    let mut parts = node.parts();
    let amount = money_amount(&parts.one())?;
    let first = name(&parts.one());
    let (from, to) = match node.rule() {
        Rule::add => (None, Some(first)),
        Rule::take_away => (Some(first), None),
        _ => (Some(first), Some(name(&parts.one()))),
    };
    Ok(ChangeItem {
        amount,
        from,
        to,
        citations: parts.map(|part| cite(&part)).collect(),
    })
}

/// `from programme "sardegna-7.bando" line sii as of act b`
pub(super) fn from_programme(node: &Node<'_>) -> FromProgramme {
    let mut parts = node.parts();
    let file = string(&parts.one());
    let ledger = parts.maybe(Rule::with_ledger);
    let lines = parts.one();
    FromProgramme {
        file,
        ledger: ledger.map(|it| string(&it.only())),
        lines: lines_chosen(&lines),
        as_of: parts.next().map(|it| match it.rule() {
            Rule::as_of_act => AsOf::Act(name(&it.only())),
            _ => AsOf::Day(it.only().spanned(day(&it.only()))),
        }),
        span: node.span(),
    }
}

fn lines_chosen(node: &Node<'_>) -> LinesChosen {
    let named: Option<Name> = node
        .parts()
        .find(|part| part.rule() == Rule::name)
        .map(|part| name(&part));
    match (named, node.rule()) {
        (Some(name), _) => LinesChosen::Named(name),
        (None, Rule::one_line) => LinesChosen::One(choices(node)),
        (None, _) => LinesChosen::Sum(choices(node)),
    }
}

fn choices(node: &Node<'_>) -> Vec<LineChoice> {
    node.parts().map(|part| line_choice(&part)).collect()
}

/// Returns what is stated in a piece that may also say `unknown`.
fn known<'a>(node: &Node<'a>) -> Option<Node<'a>> {
    let part = node.only();
    (part.rule() != Rule::not_known).then_some(part)
}
