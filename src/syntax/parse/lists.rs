//! Choices, tables in expressions, quantifiers over lists and over the other proposals.

use super::super::grammar::Rule;
use super::expressions::{comparator, expression, operand, taken, value};
use super::literals::{literal, whole_number};
use super::node::{Built, Node, Parts};
use super::requirements::in_dates;
use super::words::{name, path};
use crate::diagnostic::Code;
use crate::syntax::tree::{
    AdmittedExpr, AdmittedWord, CellPart, Expr, ExprKind, Name, Path, QuantifiedExpr, Quantifier,
    ReceivedExpr, TableCell, TableExpr, TableRow,
};
use crate::text::Text;
use crate::value::Comparison;

/// Any construct that starts with a word of its own.
pub(super) fn list_value(node: &Node<'_>) -> Built<Expr> {
    let kind = match node.rule() {
        Rule::first_of => first_of(node)?,
        Rule::table => table(node)?,
        Rule::any_of => any_of(node)?,
        Rule::all_of => all_of(node)?,
        Rule::number_of => number_of(node)?,
        Rule::count_of => count_of(node)?,
        Rule::sum_of => sum_of(node)?,
        Rule::mean_of => over(node, Quantifier::Mean, AdmittedWord::Mean)?,
        Rule::median_of => {
            let mut parts = node.parts();
            let value = taken(&parts.one())?;
            admitted(AdmittedWord::Median, Some(value), &parts.one())?
        }
        Rule::interpolation => interpolation(node)?,
        Rule::extreme_of => extreme_of(node)?,
        _ => node.impossible(),
    };
    Ok(node.expr(kind))
}

/// `first of { population > 100_000 : 20 %, otherwise : 10 % }`
fn first_of(node: &Node<'_>) -> Built<ExprKind> {
    let mut cases = Vec::new();
    let mut otherwise = None;
    for part in node.parts() {
        let mut parts = part.parts();
        let first = expression(&parts.one())?;
        match part.rule() {
            Rule::case => cases.push((first, expression(&parts.one())?)),
            _ => otherwise = Some(Box::new(first)),
        }
    }
    Ok(ExprKind::FirstOf { cases, otherwise })
}

/// `table { class | floor   ets, onlus | 10 %   otherwise | 0 % }`
fn table(node: &Node<'_>) -> Built<ExprKind> {
    let mut parts = node.parts();
    let (keys, value_name) = table_header(&parts.one())?;
    let mut rows = Vec::new();
    let mut day = None;
    for part in parts {
        match part.rule() {
            Rule::table_row => rows.push(table_row(&part)?),
            _ => day = Some(Box::new(table_as_of(&part)?)),
        }
    }
    Ok(ExprKind::Table(TableExpr {
        keys,
        value_name,
        rows,
        as_of: day,
    }))
}

/// `as of date of granted_on`
fn table_as_of(node: &Node<'_>) -> Built<Expr> {
    let day = node.only();
    match day.rule() {
        Rule::taken => Ok(*taken(&day)?),
        _ => value(&day),
    }
}

fn table_header(node: &Node<'_>) -> Built<(Vec<Expr>, Name)> {
    let mut columns: Vec<Node<'_>> = node.parts().collect();
    let Some(last) = columns.pop() else {
        node.impossible();
    };
    if last.text().starts_with('(') {
        return Err(last.error(
            Code::SyntaxError,
            Text::new(
                "l'ultima colonna di una tabella è il valore: sopra vi sta solo un nome",
                "the last column of a table is the value: only a name stands above it",
            ),
        ));
    }
    if last.text().contains('.') {
        return Err(last.error(
            Code::SyntaxError,
            Text::new(
                format!("l'ultima colonna di una tabella è il valore: il suo nome non ha punti, `{}` sì", last.text()),
                format!("the last column of a table is the value: its name has no dots, `{}` has", last.text()),
            ),
        ));
    }
    let keys = columns.iter().map(|key| Ok(*taken(key)?));
    Ok((keys.collect::<Built<_>>()?, name(&last)))
}

fn table_row(node: &Node<'_>) -> Built<TableRow> {
    let mut cells = Vec::new();
    let mut parts = node.parts();
    while let Some(cell) = parts.maybe(Rule::table_cell) {
        cells.push(table_cell(&cell)?);
    }
    Ok(TableRow {
        cells,
        value: expression(&parts.one())?,
        dates: parts.maybe(Rule::in_dates).map(|dates| in_dates(&dates)),
        span: node.span(),
    })
}

fn table_cell(node: &Node<'_>) -> Built<TableCell> {
    let first = node.only();
    if first.rule() == Rule::otherwise_cell {
        return Ok(TableCell::Otherwise(first.span()));
    }
    let cell_parts = node.parts().map(|part| cell_part(&part));
    Ok(TableCell::OneOf(cell_parts.collect::<Built<_>>()?))
}

fn cell_part(node: &Node<'_>) -> Built<CellPart> {
    let mut parts = node.parts();
    Ok(match node.rule() {
        Rule::cell_limit => CellPart::Limit(comparator(&parts.one()), literal(&parts.one())?),
        Rule::cell_between => CellPart::Between(literal(&parts.one())?, literal(&parts.one())?),
        _ => CellPart::Value(literal(node)?),
    })
}

/// `any of partners where undertaking`
fn any_of(node: &Node<'_>) -> Built<ExprKind> {
    let quantifier = if node.has(Rule::kw_none) {
        Quantifier::None
    } else {
        Quantifier::Any
    };
    quantified(quantifier, None, &node.only())
}

/// `all of partners where undertaking have aid_received <= ceiling`
fn all_of(node: &Node<'_>) -> Built<ExprKind> {
    let mut parts = node.parts();
    let (list, condition) = list(&parts.one())?;
    let have = match parts.next() {
        Some(have) => Some(Box::new(expression(&have.only())?)),
        None => None,
    };
    Ok(ExprKind::Quantified(QuantifiedExpr {
        quantifier: Quantifier::All,
        value: None,
        list,
        condition,
        have,
    }))
}

/// `at least 2 of partners where undertaking`
fn number_of(node: &Node<'_>) -> Built<ExprKind> {
    let comparison = if node.has(Rule::kw_at_least) {
        Comparison::GreaterOrEqual
    } else if node.has(Rule::kw_at_most) {
        Comparison::LessOrEqual
    } else {
        Comparison::Equal
    };
    let mut parts = node.parts();
    let count = whole_number(&parts.one(), u32::MAX)?;
    quantified(Quantifier::Number(comparison, count), None, &parts.one())
}

/// `count of partners`, `count of distinct form of partners` or `count of received proposals …`
fn count_of(node: &Node<'_>) -> Built<ExprKind> {
    let part = node.only();
    match part.rule() {
        Rule::received => received(&part, None),
        Rule::admitted_proposals => admitted(AdmittedWord::Count, None, &part),
        Rule::distinct => {
            let mut parts = part.parts();
            let value = taken(&parts.one())?;
            quantified(Quantifier::CountDistinct, Some(value), &parts.one())
        }
        _ => quantified(Quantifier::Count, None, &part),
    }
}

/// `sum of aid_received of partners` or `sum of requested of received proposals …`
fn sum_of(node: &Node<'_>) -> Built<ExprKind> {
    let mut parts = node.parts();
    let value = taken(&parts.one())?;
    let over = parts.one();
    match over.rule() {
        Rule::received => received(&over, Some(value)),
        Rule::admitted_proposals => admitted(AdmittedWord::Sum, Some(value), &over),
        _ => quantified(Quantifier::Sum, Some(value), &over),
    }
}

/// `least of { requested, 450_000 EUR }` or `least of cost of lots`
fn extreme_of(node: &Node<'_>) -> Built<ExprKind> {
    let least = node.has(Rule::kw_least);
    let mut parts = node.parts();
    let part = parts.one();
    if part.rule() == Rule::value_set {
        let values = part.parts().map(|value| expression(&value));
        return Ok(ExprKind::Extreme {
            least,
            values: values.collect::<Built<_>>()?,
        });
    }
    if least {
        over(node, Quantifier::Least, AdmittedWord::Least)
    } else {
        over(node, Quantifier::Greatest, AdmittedWord::Greatest)
    }
}

/// `mean of (cost / size) of partners` or `… of admitted proposals`
fn over(node: &Node<'_>, of_list: Quantifier, of_admitted: AdmittedWord) -> Built<ExprKind> {
    let mut parts = node.parts();
    let value = taken(&parts.one())?;
    let over = parts.one();
    match over.rule() {
        Rule::admitted_proposals => admitted(of_admitted, Some(value), &over),
        _ => quantified(of_list, Some(value), &over),
    }
}

/// `admitted proposals where recipients > 0`
fn admitted(what: AdmittedWord, value: Option<Box<Expr>>, node: &Node<'_>) -> Built<ExprKind> {
    Ok(ExprKind::Admitted(AdmittedExpr {
        what,
        value,
        condition: condition(&mut node.parts())?,
    }))
}

/// `interpolation of cost_per_recipient { 100 EUR : 8, 300 EUR : 0 }`
fn interpolation(node: &Node<'_>) -> Built<ExprKind> {
    let mut parts = node.parts();
    let of = Box::new(operand(&parts.one())?);
    let points = parts.map(|knot| {
        let mut parts = knot.parts();
        Ok((operand(&parts.one())?, operand(&parts.one())?))
    });
    Ok(ExprKind::Interpolation {
        of,
        points: points.collect::<Built<_>>()?,
    })
}

fn quantified(
    quantifier: Quantifier,
    value: Option<Box<Expr>>,
    node: &Node<'_>,
) -> Built<ExprKind> {
    let (list, condition) = list(node)?;
    Ok(ExprKind::Quantified(QuantifiedExpr {
        quantifier,
        value,
        list,
        condition,
        have: None,
    }))
}

/// `partners where undertaking`
fn list(node: &Node<'_>) -> Built<(Path, Option<Box<Expr>>)> {
    let mut parts = node.parts();
    let list = path(&parts.one());
    Ok((list, condition(&mut parts)?))
}

/// `received proposals with same applicant.code where cost > 0 EUR`
fn received(node: &Node<'_>, sum: Option<Box<Expr>>) -> Built<ExprKind> {
    let mut parts = node.parts();
    let mut same = Vec::new();
    while let Some(key) = parts.maybe(Rule::path) {
        same.push(path(&key));
    }
    Ok(ExprKind::Received(ReceivedExpr {
        sum,
        same,
        condition: condition(&mut parts)?,
    }))
}

/// `where undertaking`
fn condition(parts: &mut Parts<'_>) -> Built<Option<Box<Expr>>> {
    parts
        .next()
        .map(|condition| Ok(Box::new(expression(&condition.only())?)))
        .transpose()
}
