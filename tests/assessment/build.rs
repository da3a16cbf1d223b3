//! Calls and expressions written down in few words.

use std::collections::BTreeMap;

use bando::assessment::{Case, Evaluated, Later, Unknown};
use bando::call::{
    Call, Column, ColumnId, Consequence, Definition, DefinitionId, Enum, EnumId, Exception, Expr,
    ExprKind, Fact, FactId, Field, FieldId, Item, ListId, ListType, Message, Phase, Quantifier,
    Reading, Requirement, Supplier, Table, TableId, Type, Unless, Variant,
};
use bando::diagnostic::DataPlace;
use bando::facts::Proposal;
use bando::number::Fraction;
use bando::source::{FileId, Span};
use bando::text::Text;
use bando::value::{Comparison, Missing, Record, RowId, Value, VariantId};
use jiff::tz::TimeZone;

pub(crate) const SPAN: Span = span(0);

pub(crate) const fn span(at: u32) -> Span {
    Span {
        file: FileId(0),
        start: at,
        end: at + 1,
    }
}

/// An enum of three variants, a table of three rows (population and, where the cell is not empty,
/// altitude), and nothing else.
pub(crate) fn empty_call() -> Call {
    let variant = |name: &str| Variant {
        name: name.to_owned(),
        label: Text::new(name.to_uppercase(), name),
    };
    let column = |name: &str, kind, optional| Column {
        name: name.to_owned(),
        kind,
        optional,
    };
    let row = |key: &str, population, altitude: Option<i128>| {
        vec![
            Some(Value::Text(key.to_owned())),
            Some(whole(population)),
            altitude.map(whole),
        ]
    };
    let keys = ["x", "y", "z"].iter().zip(0..);
    Call {
        name: "call".to_owned(),
        title: Text::italian("Avviso"),
        actions: Vec::new(),
        opens: None,
        closes: None,
        authorities: Vec::new(),
        enums: vec![Enum {
            name: "Form".to_owned(),
            variants: vec![variant("a"), variant("b"), variant("c")],
        }],
        tables: vec![Table {
            name: "comuni".to_owned(),
            file: "comuni.csv".to_owned(),
            digest: String::new(),
            columns: vec![
                column("key", Type::Code, false),
                column("population", Type::Integer, false),
                column("altitude", Type::Integer, true),
            ],
            key: ColumnId(0),
            rows: vec![
                row("x", 2, Some(1)),
                row("y", 0, None),
                row("z", 1, Some(2)),
            ],
            index: keys
                .map(|(key, row)| ((*key).to_owned(), RowId(row)))
                .collect(),
            derivation: None,
        }],
        ..Call::empty(TimeZone::get("Europe/Rome").unwrap())
    }
}

pub(crate) const FORM: Type = Type::Enum(EnumId(0));
pub(crate) const FORMS: Type = Type::Set(EnumId(0));
pub(crate) const PLACE: Type = Type::Row(TableId(0));

/// Adds a fact and returns the expression that names it.
pub(crate) fn add_fact(call: &mut Call, name: &str, kind: Type, when: Option<Expr>) -> Expr {
    let id = FactId(u32::try_from(call.facts.len()).unwrap());
    call.facts.push(Fact {
        name: name.to_owned(),
        kind,
        ask: None,
        when,
        changeable: false,
        supplier: Supplier::Applicant,
        reading: Reading::default(),
        span: SPAN,
    });
    expr(ExprKind::Fact(id), kind)
}

/// Adds the records of a list, with the condition of each field.
pub(crate) fn add_list(
    call: &mut Call,
    name: &str,
    fields: impl IntoIterator<Item = (&'static str, Type, Option<Expr>)>,
) -> ListId {
    let id = ListId(u32::try_from(call.lists.len()).unwrap());
    let fields = fields.into_iter().map(|(name, kind, when)| Field {
        name: name.to_owned(),
        kind,
        ask: None,
        when,
        reading: Reading::default(),
    });
    call.lists.push(ListType {
        name: name.to_owned(),
        fields: fields.collect(),
    });
    id
}

pub(crate) fn add_definition(call: &mut Call, value: Expr) -> Expr {
    let id = DefinitionId(u32::try_from(call.definitions.len()).unwrap());
    let kind = value.ty;
    call.definitions.push(Definition {
        name: format!("definition_{}", id.0),
        parameter: false,
        kind,
        value,
        citations: Vec::new(),
        exceptions: Vec::new(),
        span: SPAN,
    });
    expr(ExprKind::Definition(id), kind)
}

/// An exception that changes nothing yet.
pub(super) fn exception(name: &str, when: Expr) -> Exception {
    Exception {
        name: name.to_owned(),
        title: None,
        citations: Vec::new(),
        when,
        unless: Vec::new(),
        not_required: false,
        message: None,
        consequence: None,
        span: SPAN,
    }
}

/// What switches an exception off.
pub(super) fn unless(name: &str, when: Expr) -> Unless {
    Unless {
        name: name.to_owned(),
        title: None,
        citations: Vec::new(),
        when,
        span: SPAN,
    }
}

/// Adds a requirement without message that refuses, and whose missing facts are asked for.
pub(crate) fn add_requirement<'c>(
    call: &'c mut Call,
    name: &str,
    require: Expr,
) -> &'c mut Requirement {
    call.requirements.push(Requirement {
        name: name.to_owned(),
        title: Text::italian(name),
        phase: Phase::Formal,
        citations: Vec::new(),
        applies_when: None,
        require,
        message: Message {
            it: Vec::new(),
            en: None,
        },
        consequence: Consequence::Refusal,
        missing: Missing::Ask,
        exceptions: Vec::new(),
        span: SPAN,
    });
    call.requirements.last_mut().unwrap()
}

pub(crate) fn expr(kind: ExprKind, ty: Type) -> Expr {
    Expr {
        kind,
        ty,
        span: SPAN,
    }
}

pub(crate) fn test(kind: ExprKind) -> Expr {
    expr(kind, Type::YesNo)
}

pub(crate) fn constant(value: Value, ty: Type) -> Expr {
    expr(ExprKind::Constant(value), ty)
}

pub(crate) fn yes_no(answer: bool) -> Expr {
    constant(Value::YesNo(answer), Type::YesNo)
}

pub(crate) fn number(value: i128) -> Expr {
    constant(whole(value), Type::Integer)
}

pub(crate) fn compare(comparison: Comparison, left: Expr, right: Expr) -> Expr {
    test(ExprKind::Compare(
        comparison,
        Box::new(left),
        Box::new(right),
    ))
}

pub(crate) fn not(part: Expr) -> Expr {
    test(ExprKind::Not(Box::new(part)))
}

pub(crate) fn otherwise(first: Expr, second: Expr) -> Expr {
    let ty = first.ty;
    expr(ExprKind::Otherwise(Box::new(first), Box::new(second)), ty)
}

/// A number that has no result: 1 ÷ 0.
pub(crate) fn no_result() -> Expr {
    expr(
        ExprKind::Product(vec![(false, number(1)), (true, number(0))]),
        Type::Number,
    )
}

pub(crate) fn field(depth: u32, field: u32, ty: Type) -> Expr {
    expr(
        ExprKind::Field {
            depth,
            field: FieldId(field),
        },
        ty,
    )
}

pub(crate) fn quantified(
    quantifier: Quantifier,
    list: Expr,
    filter: Option<Expr>,
    body: Option<Expr>,
) -> Expr {
    let Type::List(id) = list.ty else {
        panic!("not a list")
    };
    let ty = match quantifier {
        Quantifier::Any | Quantifier::All | Quantifier::None | Quantifier::Number(..) => {
            Type::YesNo
        }
        Quantifier::Count | Quantifier::CountDistinct => Type::Integer,
        _ => body.as_ref().map_or(Type::Number, |body| body.ty),
    };
    expr(
        ExprKind::Quantified {
            quantifier,
            list: Box::new(list),
            item: Item {
                list: id,
                filter: filter.map(Box::new),
                body: body.map(Box::new),
            },
        },
        ty,
    )
}

pub(crate) fn whole(value: i128) -> Value {
    Value::Number(Fraction::integer(value))
}

pub(crate) fn variant(place: u16) -> Value {
    Value::Variant(VariantId(place))
}

pub(crate) fn variants(places: &[u16]) -> Value {
    Value::Set(places.iter().map(|place| VariantId(*place)).collect())
}

pub(crate) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(crate) fn records(items: impl IntoIterator<Item = Vec<Option<Value>>>) -> Value {
    let items = items.into_iter().map(|fields| Record { fields });
    Value::List(items.collect())
}

pub(crate) fn proposal(id: &str, facts: Vec<Option<Value>>) -> Proposal {
    Proposal {
        id: id.to_owned(),
        facts,
        compare: BTreeMap::new(),
        place: DataPlace::default(),
    }
}

pub(crate) fn case<'a>(call: &'a Call, proposal: &'a Proposal) -> Case<'a> {
    Case {
        call,
        proposal,
        received: &[],
        later: Later::default(),
    }
}

pub(crate) fn known(value: Value) -> Evaluated {
    Evaluated::Known(value)
}

/// Returns an unknown that waits for facts: `requested (P2)` is another proposal's.
pub(crate) fn waiting(names: &[&str]) -> Evaluated {
    let (others, own): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| name.contains(" ("));
    let set = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    Evaluated::Unknown(Unknown {
        waits_for: set(own),
        waits_for_others: set(others),
        ..Unknown::default()
    })
}
