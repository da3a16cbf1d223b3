//! The shares of a weight as JSON.

use serde_json::{Value, json};

use crate::call::{Call, Factor, Index, Table, Weight};
use crate::engine::citation_texts;
use crate::number::{Exact, Money, Rounding};
use crate::territory::{IndexValue, Part, Shares, Tie};
use crate::value::Apportionment;

/// How many decimals stand beside an exact number.
const PLACES: u32 = 12;

/// Returns the shares of weights as one JSON array: for each weight the envelope, and for each
/// territory every step from its indicators to its money; with `larger`, what a larger envelope
/// apportioned anew would give.
///
/// Exact numbers are told twice: as a fraction in lowest terms and rounded half up to 12 decimals.
/// Money is text with two decimals.
pub fn weights_json(call: &Call, all: &[(&Weight, Shares, Option<Shares>)]) -> String {
    let all: Vec<Value> = all
        .iter()
        .map(|(weight, shares, larger)| weight_json(call, weight, shares, larger.as_ref()))
        .collect();
    format!("{:#}\n", Value::Array(all))
}

fn weight_json(call: &Call, weight: &Weight, shares: &Shares, larger: Option<&Shares>) -> Value {
    let Some(table) = call.tables.get(weight.table.index()) else {
        return Value::Null;
    };
    let territories: Vec<Value> = shares
        .shares
        .iter()
        .map(|share| {
            let mut territory = part_json(table, weight, &share.part);
            if let Value::Object(fields) = &mut territory {
                fields.insert("claim".to_owned(), exact(&share.claim));
                fields.insert("amount".to_owned(), money(share.amount));
                let there = larger.and_then(|larger| larger.of(&share.part.key));
                if let Some(there) = there {
                    fields.insert("amount_of_larger".to_owned(), money(there.amount));
                }
            }
            territory
        })
        .collect();
    let key = |place: &usize| shares.shares.get(*place).map(|share| &share.part.key);
    let keys = |places: &[usize]| places.iter().filter_map(key).collect::<Vec<_>>();
    let tie = |tie: &Tie| json!({ "with": keys(&tie.with), "without": keys(&tie.without) });
    let left_out: Vec<Value> = table
        .derivation
        .iter()
        .flat_map(|it| {
            let from = call.tables.get(it.from.index());
            let keys = move |row| from.map_or("", |from| from.key_of(row));
            it.left_out.iter().map(move |out| {
                let rows: Vec<&str> = out.rows.iter().map(|row| keys(*row)).collect();
                json!({ "column": out.column, "rows": rows })
            })
        })
        .collect();
    let mut told = json!({
        "weight": weight.name,
        "territories_of": table.name,
        "source": { "file": table.file, "sha256": table.digest },
        "citations": citation_texts(call, &weight.citations),
        "envelope": money(shares.envelope),
        "method": method(weight.apportionment),
        "unit": money(weight.unit),
        "tie": shares.tie.as_ref().map(tie),
        "left_out": left_out,
        "territories": territories,
    });
    if let (Some(larger), Value::Object(fields)) = (larger, &mut told) {
        let losing: Vec<&str> = shares
            .losing_in(larger)
            .map(|(share, _)| share.part.key.as_str())
            .collect();
        let larger = json!({ "envelope": money(larger.envelope), "losing": losing });
        fields.insert("larger".to_owned(), larger);
    }
    told
}

fn part_json(table: &Table, weight: &Weight, part: &Part) -> Value {
    let indexes = weight.indexes.iter().zip(&part.indexes);
    let indexes: Vec<Value> = indexes
        .map(|(index, value)| index_json(table, index, value))
        .collect();
    let terms = weight.terms.iter().zip(&part.terms);
    let terms: Vec<Value> = terms
        .map(|(term, share)| {
            let of = term.factors.iter().map(|factor| match factor {
                Factor::Cell(cell) => column(table, cell.column.index()),
                Factor::Index(place) => weight.indexes.get(*place).map_or("", |it| &it.name),
            });
            json!({
                "part": exact(&term.part.into()),
                "share_of": of.collect::<Vec<_>>(),
                "product": exact(&share.product),
                "share": exact(&share.share),
            })
        })
        .collect();
    json!({
        "key": part.key,
        "name": table.row_name(part.row),
        "indexes": indexes,
        "shares": terms,
        "part": exact(&part.part),
    })
}

fn index_json(table: &Table, index: &Index, value: &IndexValue) -> Value {
    let indicators = index.indicators.iter().zip(&value.indicators);
    let indicators: Vec<Value> = indicators
        .map(|(indicator, reached)| {
            json!({
                "column": column(table, indicator.cell.column.index()),
                "part": exact(&indicator.part.into()),
                "value": exact(&reached.raw.value),
                "empty_cell": reached.raw.stated,
                "normalised": exact(&reached.normalised),
            })
        })
        .collect();
    json!({
        "name": index.name,
        "indicators": indicators,
        "penalty": value.penalty.as_ref().map(exact),
        "value": exact(&value.value),
    })
}

fn column(table: &Table, place: usize) -> &str {
    table.columns.get(place).map_or("", |it| &it.name)
}

fn exact(number: &Exact) -> Value {
    json!({
        "exact": number.to_ratio(),
        "rounded": number.to_plain(PLACES, Rounding::HalfUp),
    })
}

fn money(amount: Money) -> Value {
    Value::String(amount.to_plain())
}

fn method(method: Apportionment) -> &'static str {
    match method {
        Apportionment::LargestRemainder => "largest_remainder",
        Apportionment::DHondt => "dhondt",
        Apportionment::SainteLague => "sainte_lague",
    }
}
