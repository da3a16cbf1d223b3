//! What an admitted proposal brings to the ranking, and what it still lacks for it.

use jiff::Timestamp;
use jiff::civil::Date;

use super::judging::is_admitted;
use super::outcome::Reason;
use super::reasons;
use super::standing::Standing;
use crate::assessment::{Assessment, Case, Evaluated, Unknown, evaluate};
use crate::call::{Call, Envelope, Expr, Ranking, Type, show_plain};
use crate::number::{Fraction, Money};
use crate::selection::{Candidate, Key};
use crate::value::{Value, VariantId};

/// How a proposal comes out of its assessment.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it brings to the ranking, if it is ranked.
    pub(super) candidate: Option<Candidate>,
    /// What its points make of it.
    pub(super) standing: Standing,
    /// Why it cannot be ranked yet although it is admitted and has its points.
    pub(super) incomplete: Option<Reason>,
    /// What it asks to be awarded, where there is an envelope and that can be told.
    pub(super) award: Option<Money>,
    /// What the call publishes of it.
    pub(super) published: Vec<Option<Value>>,
    /// Whether it is a natural person's.
    pub(super) natural_person: bool,
}

/// Makes a candidate of an admitted proposal of a call with a ranking, if its points allow it.
pub(super) fn enter(
    case: Case<'_>,
    assessment: &Assessment,
    standing: Standing,
    natural_person: bool,
) -> Entry {
    let call = case.call;
    let mut lacking = Unknown::default();
    let award = award(case, &mut lacking);
    let mut entry = Entry {
        candidate: None,
        standing,
        incomplete: None,
        award,
        published: published(case),
        natural_person,
    };
    let eligible = is_admitted(assessment) && entry.standing == Standing::Eligible;
    let Some(ranking) = call.ranking.as_ref().filter(|_| eligible) else {
        return entry;
    };
    let keys = keys(case, ranking, &mut lacking);
    let group = match &ranking.group_by {
        Some(group) => known(evaluate(case, group), &mut lacking)
            .map(|value| Some(show_plain(&value, group.ty, call.names()))),
        None => Some(None),
    };
    let asked = match &call.envelope {
        Some(_) => award,
        None => Some(Money::ZERO),
    };
    let money = call.envelope.as_ref();
    let money = money.map(|envelope| claims(case, envelope, &mut lacking));
    match (keys, group, asked, money.unwrap_or(Some(Claims::default()))) {
        (Some(keys), Some(group), Some(award), Some(claims)) => {
            entry.candidate = Some(Candidate {
                id: case.proposal.id.clone(),
                group,
                keys: keys.into(),
                award,
                pool: claims.pool,
                caps: claims.caps.into(),
                reserves: claims.reserves,
            });
        }
        _ => entry.incomplete = Some(reasons::not_rankable(call, &lacking)),
    }
    entry
}

/// Returns what the call publishes of a proposal, in the order of its columns.
pub(super) fn published(case: Case<'_>) -> Vec<Option<Value>> {
    let columns = case.call.proposals.publish.iter();
    columns
        .map(|column| match evaluate(case, &column.value) {
            Evaluated::Known(value) => Some(value),
            Evaluated::Absent | Evaluated::Unknown(_) => None,
        })
        .collect()
}

/// Returns what the key stands for in a ranking by values of type `ty`; a key that is text stays
/// text, whatever its type.
///
/// ```
/// use bando::{call::Type, engine::value_of_key, number::Fraction, selection::Key, value::Value};
/// let key = Key::Number(Fraction::integer(20_210_604));
/// let date = Value::Date(jiff::civil::date(2021, 6, 4));
/// assert_eq!(value_of_key(&key, Type::Date), Some(date));
/// ```
pub fn value_of_key(key: &Key, ty: Type) -> Option<Value> {
    let number = match key {
        Key::Text(text) => return Some(Value::Text(text.clone())),
        Key::Number(number) => *number,
    };
    match ty {
        Type::YesNo => Some(Value::YesNo(!number.is_zero())),
        Type::Date => date_of(number.to_integer()?).map(Value::Date),
        Type::Instant => Timestamp::from_nanosecond(number.to_integer()?)
            .ok()
            .map(Value::Instant),
        Type::Enum(_) => {
            let place = u16::try_from(number.to_integer()?).ok()?;
            Some(Value::Variant(VariantId(place)))
        }
        _ => Some(Value::Number(number)),
    }
}

/// Returns the keys, or adds to `lacking` why some cannot be told.
fn keys(case: Case<'_>, ranking: &Ranking, lacking: &mut Unknown) -> Option<Vec<Key>> {
    let keys: Vec<_> = ranking
        .order_by
        .iter()
        .map(|key| {
            let value = known(evaluate(case, &key.value), lacking)?;
            Some(key_of(&value, key.value.ty, case.call))
        })
        .collect();
    keys.into_iter().collect()
}

/// On which pool a proposal draws, against which caps it counts, which reserves admit it.
#[derive(Default)]
struct Claims {
    pool: Option<String>,
    caps: Vec<Option<String>>,
    reserves: Vec<bool>,
}

/// Returns the claims, or adds to `lacking` why some cannot be told.
fn claims(case: Case<'_>, envelope: &Envelope, lacking: &mut Unknown) -> Option<Claims> {
    let pool = match &envelope.pools {
        Some(pools) => name(case, &pools.by, lacking),
        None => Ok(None),
    };
    let caps: Vec<_> = envelope
        .caps
        .iter()
        .map(|cap| name(case, &cap.per, lacking))
        .collect();
    let reserves: Vec<_> = envelope
        .reserves
        .iter()
        .map(|reserve| match evaluate(case, &reserve.when) {
            // What does not concern a proposal does not admit it.
            Evaluated::Absent => Some(false),
            evaluated => Some(known(evaluated, lacking)? == Value::YesNo(true)),
        })
        .collect();
    Some(Claims {
        pool: pool.ok()?,
        caps: caps.into_iter().collect::<Result<_, Lacking>>().ok()?,
        reserves: reserves.into_iter().collect::<Option<_>>()?,
    })
}

/// Something cannot be told yet; what it waits for has been noted.
struct Lacking;

/// Returns a value as the name of a pool or of whom a cap counts; `None` where it does not concern
/// the proposal.
fn name(case: Case<'_>, expr: &Expr, lacking: &mut Unknown) -> Result<Option<String>, Lacking> {
    match evaluate(case, expr) {
        Evaluated::Absent => Ok(None),
        evaluated => {
            let value = known(evaluated, lacking).ok_or(Lacking)?;
            Ok(Some(show_plain(&value, expr.ty, case.call.names())))
        }
    }
}

fn award(case: Case<'_>, lacking: &mut Unknown) -> Option<Money> {
    let envelope = case.call.envelope.as_ref()?;
    match known(evaluate(case, &envelope.award), lacking)? {
        Value::Number(euro) => Money::from_euro(euro),
        _ => None,
    }
}

fn known(evaluated: Evaluated, lacking: &mut Unknown) -> Option<Value> {
    match evaluated {
        Evaluated::Known(value) => return Some(value),
        Evaluated::Absent => {}
        Evaluated::Unknown(unknown) => {
            lacking.waits_for.extend(unknown.waits_for);
            lacking.waits_for_others.extend(unknown.waits_for_others);
            lacking.without_result.extend(unknown.without_result);
        }
    }
    None
}

fn key_of(value: &Value, ty: Type, call: &Call) -> Key {
    match value {
        Value::YesNo(yes) => Key::Number(Fraction::integer(i128::from(*yes))),
        Value::Number(number) => Key::Number(*number),
        Value::Date(date) => Key::Number(Fraction::integer(date_number(*date))),
        Value::Instant(instant) => Key::Number(Fraction::integer(instant.as_nanosecond())),
        Value::Variant(variant) => Key::Number(Fraction::integer(i128::from(variant.0))),
        Value::Text(text) => Key::Text(text.clone()),
        Value::Set(_) | Value::Row(_) | Value::List(_) => {
            Key::Text(show_plain(value, ty, call.names()))
        }
    }
}

/// Returns the digits of the date as one number, which stands in the order of the calendar.
fn date_number(date: Date) -> i128 {
    i128::from(date.year())
        .saturating_mul(10_000)
        .saturating_add(i128::from(date.month()).saturating_mul(100))
        .saturating_add(i128::from(date.day()))
}

fn date_of(number: i128) -> Option<Date> {
    let year = i16::try_from(number.div_euclid(10_000)).ok()?;
    let rest = number.rem_euclid(10_000);
    let month = i8::try_from(rest.div_euclid(100)).ok()?;
    let day = i8::try_from(rest.rem_euclid(100)).ok()?;
    Date::new(year, month, day).ok()
}
