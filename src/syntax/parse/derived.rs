//! Tables made from others.

use super::super::grammar::Rule;
use super::expressions::rounding;
use super::literals::amount;
use super::node::{Built, Node, Parts};
use super::types::type_name;
use super::words::name;
use crate::syntax::tree::{
    DerivedCell, DerivedColumn, DerivedTable, DerivedValue, Literal, Rounded, WhereEmpty,
};

/// `table provinces from comuni group by province { … }`
pub(super) fn derived_table(node: &Node<'_>) -> Built<DerivedTable> {
    let mut parts = node.parts();
    Ok(DerivedTable {
        name: name(&parts.one()),
        from: name(&parts.one()),
        group_by: name(&parts.one()),
        columns: parts
            .map(|column| derived_column(&column))
            .collect::<Built<_>>()?,
        span: node.span(),
    })
}

/// `population : integer = sum of population`
fn derived_column(node: &Node<'_>) -> Built<DerivedColumn> {
    let mut parts = node.parts();
    let name = name(&parts.one());
    let kind = parts.one();
    let kind = kind.spanned(type_name(&kind)?);
    let optional = parts.maybe(Rule::optional).is_some();
    let value = parts.one();
    Ok(DerivedColumn {
        name,
        kind,
        optional,
        value: value.spanned(derived_value(&value)?),
        span: node.span(),
    })
}

fn derived_value(node: &Node<'_>) -> Built<DerivedValue> {
    let mut parts = node.parts();
    Ok(match node.rule() {
        Rule::same_value => DerivedValue::Same(name(&parts.one())),
        Rule::row_count => DerivedValue::Rows,
        Rule::sum_of_rows => {
            let of = derived_cell(&parts.one())?;
            DerivedValue::Sum(of, maybe_rounded(&mut parts)?)
        }
        Rule::mean_of_rows => {
            let of = derived_cell(&parts.one())?;
            let weighted_by = parts.maybe(Rule::weighted_by);
            let weighted_by = weighted_by.map(|it| derived_cell(&it.only())).transpose()?;
            DerivedValue::Mean {
                of,
                weighted_by,
                rounded: maybe_rounded(&mut parts)?,
            }
        }
        Rule::extreme_of_rows => {
            let of = derived_cell(&parts.one())?;
            if node.has(Rule::kw_least) {
                DerivedValue::Least(of)
            } else {
                DerivedValue::Greatest(of)
            }
        }
        _ => node.impossible(),
    })
}

/// `rounded half up to 3 places`, where it stands next
pub(super) fn maybe_rounded(parts: &mut Parts<'_>) -> Built<Option<Rounded>> {
    let Some(part) = parts.maybe(Rule::rounding) else {
        return Ok(None);
    };
    let (rounding, places) = rounding(&part)?;
    Ok(Some(Rounded { rounding, places }))
}

/// `income leaving out empty cells`
fn derived_cell(node: &Node<'_>) -> Built<DerivedCell> {
    let mut parts = node.parts();
    Ok(DerivedCell {
        column: name(&parts.one()),
        empty: match parts.next() {
            None => WhereEmpty::Refused,
            Some(part) if part.rule() == Rule::leaving_out_empty => WhereEmpty::LeftOut,
            Some(part) => WhereEmpty::Otherwise(cell_otherwise(&part)?),
        },
    })
}

/// `otherwise 12.5`
pub(super) fn cell_otherwise(node: &Node<'_>) -> Built<Literal> {
    written_amount(&node.only())
}

/// `12.5`, `-20 %`, `450_000.00 EUR`
pub(super) fn written_amount(node: &Node<'_>) -> Built<Literal> {
    Ok(Literal {
        kind: amount(node)?,
        span: node.span(),
    })
}
