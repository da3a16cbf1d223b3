//! Types.

use super::super::grammar::Rule;
use super::facts::fact_braces;
use super::literals::whole_number;
use super::node::{Built, Node};
use super::words::name;
use crate::syntax::tree::TypeName;

/// `set of Qualification`
pub(super) fn type_name(node: &Node<'_>) -> Built<TypeName> {
    let part = node.only();
    let mut parts = part.parts();
    Ok(match part.rule() {
        Rule::yes_no_type => TypeName::YesNo,
        Rule::integer_type => TypeName::Integer,
        Rule::decimal_type => TypeName::Decimal(whole_number(&parts.one(), u8::MAX)?),
        Rule::percent_type => TypeName::Percent(
            parts
                .next()
                .map(|places| whole_number(&places, u8::MAX))
                .transpose()?,
        ),
        Rule::money_type => TypeName::Money,
        Rule::date_type => TypeName::Date,
        Rule::instant_type => TypeName::Instant,
        Rule::text_type => TypeName::Text,
        Rule::code_type => TypeName::Code,
        Rule::tax_code_type => TypeName::TaxCode,
        Rule::cup_type => TypeName::Cup,
        Rule::comune_code_type => TypeName::ComuneCode,
        Rule::iban_type => TypeName::Iban,
        Rule::set_type => TypeName::Set(name(&parts.one())),
        Rule::row_type => TypeName::Row {
            table: name(&parts.one()),
            by: name(&parts.one()),
        },
        Rule::list_type => TypeName::List(fact_braces(&parts.one())?),
        Rule::name => TypeName::Enum(name(&part)),
        _ => part.impossible(),
    })
}
