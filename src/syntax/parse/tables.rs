//! Imported tables and the files of proposals.

use super::super::grammar::Rule;
use super::literals::literal;
use super::node::{Built, Node};
use super::types::type_name;
use super::words::{cite, column_name, name, path, string, words};
use crate::diagnostic::Code;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    ColumnItem, CorrectionItem, FormatClause, Literal, ProposalsBlock, ProposalsClause,
    PublishedItem, TableBlock,
};
use crate::text::Text;

/// `table comuni from "comuni.csv" key istat { … }`
pub(super) fn table_block(node: &Node<'_>) -> Built<TableBlock> {
    let mut parts = node.parts();
    let mut block = TableBlock {
        name: name(&parts.one()),
        file: string(&parts.one()),
        key: name(&parts.one()),
        format: Vec::new(),
        columns: Vec::new(),
        corrections: Vec::new(),
        span: node.span(),
    };
    for clause in parts {
        match clause.rule() {
            Rule::column => block.columns.push(column(&clause)?),
            Rule::correction => block.corrections.push(correction(&clause)?),
            _ => block.format.push(clause.spanned(format_clause(&clause))),
        }
    }
    Ok(block)
}

/// `population : integer optional from pop_2018`
fn column(node: &Node<'_>) -> Built<ColumnItem> {
    let mut parts = node.parts();
    let name = name(&parts.one());
    let kind = parts.one();
    let mut optional = None;
    let mut from = None;
    let mut with = None;
    let kind = kind.spanned(type_name(&kind)?);
    for option in parts {
        match option.rule() {
            Rule::optional => once(&mut optional, (), &option)?,
            Rule::from_column => once(&mut from, column_name(&option.only()), &option)?,
            Rule::with_words => once(&mut with, with_words(&option)?, &option)?,
            _ => option.impossible(),
        }
    }
    Ok(ColumnItem {
        name,
        kind,
        optional: optional.is_some(),
        from: from.map(|(from, _)| from),
        with: with.map(|(with, _)| with).unwrap_or_default(),
        span: node.span(),
    })
}

/// Keeps `value`, unless the same part stood before.
fn once<T>(place: &mut Option<(T, Span)>, value: T, node: &Node<'_>) -> Built<()> {
    if let Some((_, first)) = place {
        let word = node.text().split_whitespace().next().unwrap_or_default();
        let error = node.error(
            Code::RepeatedPart,
            Text::new(
                format!("`{word}` sta già in questa colonna"),
                format!("`{word}` already stands in this column"),
            ),
        );
        return Err(Box::new(error.with_related(
            *first,
            Text::new("la prima volta, qui", "the first time, here"),
        )));
    }
    *place = Some((value, node.span()));
    Ok(())
}

/// `with "1" = yes, "0" = no`
pub(super) fn with_words(node: &Node<'_>) -> Built<Vec<(Spanned<String>, Literal)>> {
    node.parts()
        .map(|meaning| {
            let mut parts = meaning.parts();
            Ok((string(&parts.one()), literal(&parts.one())?))
        })
        .collect()
}

/// `correct "041067" chief_town = yes cite assumption capoluoghi`
fn correction(node: &Node<'_>) -> Built<CorrectionItem> {
    let mut parts = node.parts();
    Ok(CorrectionItem {
        key: string(&parts.one()),
        column: name(&parts.one()),
        value: literal(&parts.one())?,
        citations: parts.map(|part| cite(&part)).collect(),
        span: node.span(),
    })
}

fn format_clause(node: &Node<'_>) -> FormatClause {
    let part = node.only();
    match node.rule() {
        Rule::encoding => FormatClause::Encoding(name(&part)),
        Rule::separator => FormatClause::Separator(string(&part)),
        Rule::numbers_like => FormatClause::Numbers(string(&part)),
        Rule::dates_like => FormatClause::Dates(string(&part)),
        _ => node.impossible(),
    }
}

/// `proposals { … }`
pub(super) fn proposals_block(node: &Node<'_>) -> ProposalsBlock {
    ProposalsBlock {
        clauses: node
            .parts()
            .map(|clause| clause.spanned(proposals_clause(&clause)))
            .collect(),
        span: node.span(),
    }
}

fn proposals_clause(node: &Node<'_>) -> ProposalsClause {
    let columns = || node.parts().map(|column| column_name(&column)).collect();
    match node.rule() {
        Rule::id_from => ProposalsClause::Id(column_name(&node.only())),
        Rule::sheet => ProposalsClause::Sheet(string(&node.only())),
        Rule::ignore => ProposalsClause::Ignore(columns()),
        Rule::compare => ProposalsClause::Compare(columns()),
        Rule::publish => ProposalsClause::Publish(node.parts().map(|it| published(&it)).collect()),
        _ => ProposalsClause::Format(format_clause(node)),
    }
}

/// `comune.name as it "Comune" en "Municipality"`
fn published(node: &Node<'_>) -> PublishedItem {
    let mut parts = node.parts();
    PublishedItem {
        value: path(&parts.one()),
        heading: parts.maybe(Rule::words).map(|it| words(&it)),
    }
}
