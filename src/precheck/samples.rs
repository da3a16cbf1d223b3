//! Texts and lists that stand for the many there are.

use std::collections::{BTreeMap, BTreeSet};

use super::domain::Domain;
use super::mentions::{Source, each_behind};
use crate::call::{Call, Expr, ExprKind, FieldId, ListId, Type, check_code};
use crate::value::{Record, Value};

/// Codes that pass their checks, and one that does not.
const TAX_CODES: &[&str] = &["00000000000", "99000029993", "99000049991", "00000000001"];
const CUPS: &[&str] = &["B91B21001080001", "J31B21000000001", "X"];
const COMUNE_CODES: &[&str] = &["071052", "072006", "000000"];
const IBANS: &[&str] = &["IT60X0542811101000000123456", "IT00X0000000000000000000000"];
const TEXTS: &[&str] = &["—", "——", "———"];

/// Returns the texts that some expressions name, a few that they do not name, and whether these
/// stand for all: they do where a text is looked for among those named, or its check is asked for.
pub(super) fn texts<'e>(
    call: &Call,
    kind: Type,
    parts: impl Iterator<Item = &'e Expr>,
) -> (Vec<Value>, bool) {
    let mut named = BTreeSet::new();
    let mut exact = true;
    for part in parts {
        exact &= part.ty == Type::YesNo;
        each_behind(call, [part], &mut |it| match &it.kind {
            ExprKind::InTexts(_, texts) => named.extend(texts.iter().cloned()),
            ExprKind::Constant(Value::Text(text)) => {
                named.insert(text.clone());
            }
            ExprKind::Table(_) => exact = false,
            _ => {}
        });
    }
    let others = match kind {
        Type::TaxCode => TAX_CODES,
        Type::Cup => CUPS,
        Type::ComuneCode => COMUNE_CODES,
        Type::Iban => IBANS,
        _ => TEXTS,
    };
    if kind.is_checked_code() {
        let passing = others.iter().filter(|it| check_code(it, kind).is_ok());
        exact &= (1..others.len()).contains(&passing.count());
    }
    let others = others.iter().map(|it| (*it).to_owned());
    let others = others.filter(|it| !named.contains(it)).collect::<Vec<_>>();
    let all = others.into_iter().chain(named.clone());
    (all.map(Value::Text).collect(), exact)
}

/// Returns a list of one item, the first of its sort.
pub(super) fn one_item(call: &Call, list: ListId, domains: &BTreeMap<Source, Domain>) -> Value {
    let fields = call.lists.get(list.index()).map_or(0, |it| it.fields.len());
    let fields = (0..).map(FieldId).take(fields).map(|id| {
        let domain = domains.get(&Source::Field(list, id));
        domain.and_then(|it| it.values.first()).cloned()
    });
    Value::List(vec![Record {
        fields: fields.collect(),
    }])
}

/// Returns some lists: none, one item of every sort, and for each field one of items that differ
/// in it.
pub(super) fn lists(call: &Call, list: ListId, domains: &BTreeMap<Source, Domain>) -> Vec<Value> {
    let fields = call
        .lists
        .get(list.index())
        .map_or(&[][..], |it| &it.fields);
    let values: Vec<&[Value]> = (0..)
        .map(FieldId)
        .zip(fields)
        .map(|(id, _)| domains.get(&Source::Field(list, id)))
        .map(|it| it.map_or(&[][..], |it| &it.values))
        .collect();
    let base = |place: usize| Record {
        fields: fields
            .iter()
            .zip(&values)
            .map(|(field, values)| match field.kind {
                // Codes that name somebody differ from item to item.
                kind if kind.is_text() => values.get(place).or(values.first()).cloned(),
                _ => values.first().cloned(),
            })
            .collect(),
    };
    let mut lists = vec![
        Vec::new(),
        vec![base(0)],
        vec![base(0), base(1)],
        vec![base(0), base(0)],
    ];
    for (field, values) in values.iter().enumerate() {
        let varied = values.iter().enumerate().map(|(place, value)| {
            let mut record = base(place);
            if let Some(slot) = record.fields.get_mut(field) {
                *slot = Some(value.clone());
            }
            record
        });
        let varied: Vec<Record> = varied.collect();
        lists.extend(varied.iter().map(|it| vec![it.clone()]));
        lists.push(varied);
    }
    lists.into_iter().map(Value::List).collect()
}
