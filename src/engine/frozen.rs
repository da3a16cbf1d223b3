//! Values over other proposals, as they were when the ranking was approved.
//!
//! Whoever is excluded later changes nobody's requirements and nobody's points: a later ranking
//! takes the values from the outcome of the approved one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::assessment::Evaluated;
use crate::call::{Call, Type};
use crate::number::Fraction;
use crate::source::{FileId, Sources, Span};
use crate::syntax::wording;
use crate::text::{Language, Text};
use crate::value::Value;

/// The values over received and over admitted proposals. Those not known are not frozen: once
/// they can be told, they are told anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frozen {
    /// Those over the received proposals, for each proposal by its id, in the order of
    /// [`Call::received`].
    pub received: BTreeMap<String, Vec<Evaluated>>,
    /// Those over the admitted proposals, in the order of [`Call::over_admitted`].
    pub over_admitted: Vec<Evaluated>,
    /// The ids of the proposals of the outcome in which they stand.
    pub proposals: BTreeSet<String>,
    /// Whether that outcome is provisional.
    pub provisional: bool,
}

/// How far the values of an earlier outcome were taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Whether the earlier outcome was provisional.
    pub provisional: bool,
    /// The proposals that it does not have, where the rules ask for values over the received
    /// proposals: theirs are told anew.
    pub absent: Vec<String>,
    /// How many values it did not know: they are told anew.
    pub unknown_then: usize,
}

impl Frozen {
    /// Reads the values back from an outcome of the same call, as JSON.
    ///
    /// # Errors
    /// Returns what is wrong, for people: the text is no outcome, it belongs to another call, or
    /// the rules ask for other values than they did.
    pub fn read(call: &Call, sources: &Sources, json: &str) -> Result<Self, Text> {
        let outcome: FormerOutcome = serde_json::from_str(json).map_err(|_| {
            Text::new(
                "non è l'esito di una graduatoria",
                "it is not the outcome of a ranking",
            )
        })?;
        if outcome.call != call.name {
            let (former, name) = (&outcome.call, &call.name);
            return Err(Text::new(
                format!("è l'esito dell'avviso `{former}`, non di `{name}`"),
                format!("it is the outcome of the call `{former}`, not of `{name}`"),
            ));
        }
        let view = outcome.frozen.unwrap_or_default();
        let rules = rules_received(call, sources);
        let mut frozen = Self {
            proposals: outcome.proposals.into_iter().map(|it| it.id).collect(),
            provisional: outcome.provisional,
            ..Self::default()
        };
        same_number(rules.len(), view.received.len())?;
        for (place, ((rule, ty), former)) in rules.iter().zip(&view.received).enumerate() {
            same_rule(rule, &former.rule)?;
            for (id, written) in &former.values {
                let values = frozen.received.entry(id.clone()).or_default();
                values.resize(place, Evaluated::Absent);
                values.push(read_back(written.as_deref(), *ty)?);
            }
        }
        let rules = rules_admitted(call, sources);
        same_number(rules.len(), view.over_admitted.len())?;
        for ((rule, ty), former) in rules.iter().zip(&view.over_admitted) {
            same_rule(rule, &former.rule)?;
            let value = read_back(former.value.as_deref(), *ty)?;
            frozen.over_admitted.push(value);
        }
        Ok(frozen)
    }

    /// Returns the values as they stand in an outcome; `None` where the call has none.
    pub(crate) fn view(
        &self,
        call: &Call,
        sources: &Sources,
        kept: Option<&Kept>,
    ) -> Option<FrozenView> {
        if call.received.is_empty() && call.over_admitted.is_empty() {
            return None;
        }
        let received = rules_received(call, sources).into_iter().enumerate();
        let over_admitted = rules_admitted(call, sources).into_iter();
        Some(FrozenView {
            kept: kept.cloned(),
            received: received
                .map(|(place, (rule, ty))| FrozenOfEach {
                    rule,
                    values: self
                        .received
                        .iter()
                        .map(|(id, values)| {
                            let value = values.get(place);
                            (id.clone(), value.and_then(|it| written(it, ty)))
                        })
                        .collect(),
                })
                .collect(),
            over_admitted: over_admitted
                .zip(&self.over_admitted)
                .map(|((rule, ty), value)| FrozenOfAll {
                    rule,
                    value: written(value, ty),
                })
                .collect(),
        })
    }

    /// Returns how far these values are taken for the proposals with `ids`.
    pub(super) fn kept<'a>(&self, call: &Call, ids: impl Iterator<Item = &'a str>) -> Kept {
        let ids: BTreeSet<&str> = ids.filter(|_| !call.received.is_empty()).collect();
        let of_each = self.received.iter();
        let of_each = of_each.filter(|(id, _)| ids.contains(id.as_str()));
        let values = of_each.flat_map(|(_, values)| values);
        let values = values.chain(&self.over_admitted);
        Kept {
            provisional: self.provisional,
            unknown_then: values.filter(|it| it.known().is_none()).count(),
            absent: ids
                .into_iter()
                .filter(|id| !self.proposals.contains(*id))
                .map(str::to_owned)
                .collect(),
        }
    }
}

/// Replaces values by those that are frozen.
pub(super) fn keep(frozen: &[Evaluated], values: &mut [Evaluated]) {
    for (value, frozen) in values.iter_mut().zip(frozen) {
        if frozen.known().is_some() {
            value.clone_from(frozen);
        }
    }
}

#[derive(Deserialize)]
struct FormerOutcome {
    call: String,
    provisional: bool,
    proposals: Vec<FormerProposal>,
    frozen: Option<FrozenView>,
}

#[derive(Deserialize)]
struct FormerProposal {
    id: String,
}

/// The values in an outcome: numbers in full, `1/3` where no decimals write one; nothing where a
/// value is not known.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct FrozenView {
    /// Where values were taken from an earlier outcome.
    #[serde(skip_serializing_if = "Option::is_none", skip_deserializing)]
    kept: Option<Kept>,
    received: Vec<FrozenOfEach>,
    over_admitted: Vec<FrozenOfAll>,
}

#[derive(Serialize, Deserialize)]
struct FrozenOfEach {
    rule: Text,
    values: BTreeMap<String, Option<String>>,
}

#[derive(Serialize, Deserialize)]
struct FrozenOfAll {
    rule: Text,
    value: Option<String>,
}

fn rules_received(call: &Call, sources: &Sources) -> Vec<(Text, Type)> {
    let values = call.received.iter();
    let (spans, types): (Vec<Span>, Vec<Type>) = values.map(|it| (it.span, it.ty)).unzip();
    rules(sources, &spans).into_iter().zip(types).collect()
}

fn rules_admitted(call: &Call, sources: &Sources) -> Vec<(Text, Type)> {
    let values = call.over_admitted.iter();
    let (spans, types): (Vec<Span>, Vec<Type>) = values.map(|it| (it.span, it.ty)).unzip();
    rules(sources, &spans).into_iter().zip(types).collect()
}

/// Returns the rules' own words, with the keywords of each language: neither `fmt` nor other
/// keywords make another rule of it.
fn rules(sources: &Sources, spans: &[Span]) -> Vec<Text> {
    let text = sources.get(FileId(0)).map_or("", |it| it.text.as_str());
    let [italian, english] =
        [Language::Italian, Language::English].map(|it| wording(text, spans, it));
    let both = italian.into_iter().zip(english);
    both.map(|(it, en)| Text::new(it, en)).collect()
}

fn same_number(now: usize, then: usize) -> Result<(), Text> {
    if now == then {
        return Ok(());
    }
    Err(Text::new(
        format!("valori calcolati sulle altre proposte: {then} nell'esito, {now} nelle regole"),
        format!("values over other proposals: {then} in the outcome, {now} in the rules"),
    ))
}

fn same_rule(now: &Text, then: &Text) -> Result<(), Text> {
    if now == then {
        return Ok(());
    }
    let words = |rule: &Text, language| rule.get(language).to_owned();
    let [it, en] = [Language::Italian, Language::English];
    Err(Text::new(
        format!(
            "contiene il valore di `{}`, le regole chiedono `{}`",
            words(then, it),
            words(now, it)
        ),
        format!(
            "it holds the value of `{}`, the rules ask for `{}`",
            words(then, en),
            words(now, en)
        ),
    ))
}

fn written(value: &Evaluated, ty: Type) -> Option<String> {
    match value.known()? {
        Value::Number(number) => Some(exact(*number)),
        Value::Date(date) if ty == Type::Date => Some(date.to_string()),
        Value::Instant(instant) if ty == Type::Instant => Some(instant.to_string()),
        _ => None,
    }
}

fn exact(number: Fraction) -> String {
    let decimals = number.decimals();
    let plain = decimals.and_then(|places| number.to_plain(places));
    plain.unwrap_or_else(|| format!("{}/{}", number.numerator(), number.denominator()))
}

fn read_back(written: Option<&str>, ty: Type) -> Result<Evaluated, Text> {
    let Some(written) = written else {
        return Ok(Evaluated::Absent);
    };
    let value = match ty {
        Type::Date => written.parse::<Date>().ok().map(Value::Date),
        Type::Instant => written.parse::<Timestamp>().ok().map(Value::Instant),
        _ => number(written).map(Value::Number),
    };
    value.map(Evaluated::Known).ok_or_else(|| {
        Text::new(
            format!("contiene un valore che non si può leggere: `{written}`"),
            format!("it holds a value that cannot be read: `{written}`"),
        )
    })
}

fn number(written: &str) -> Option<Fraction> {
    if let Some((numerator, denominator)) = written.split_once('/') {
        return Fraction::new(numerator.parse().ok()?, denominator.parse().ok()?);
    }
    let (whole, decimals) = written.split_once('.').unwrap_or((written, ""));
    let places = u32::try_from(decimals.len()).ok()?;
    let digits = format!("{whole}{decimals}");
    Fraction::new(digits.parse().ok()?, 10_i128.checked_pow(places)?)
}

#[cfg(test)]
mod tests {
    use super::{exact, number};
    use crate::number::Fraction;

    #[test]
    fn numbers_come_back_as_they_were() {
        for (numerator, denominator) in [
            (0, 1),
            (-5, 2),
            (1, 3),
            (-1, 4),
            (i128::MAX, 1),
            (-i128::MAX, 3),
            (7, 1 << 100),
            (1, 10_i128.pow(38)),
        ] {
            let fraction = Fraction::new(numerator, denominator);
            let written = fraction.map(exact);
            assert_eq!(written.as_deref().and_then(number), fraction, "{written:?}");
        }
        for wrong in ["", "x", "1/0", "1.2.3", "1,5", "1/2/3"] {
            assert_eq!(number(wrong), None, "{wrong}");
        }
    }
}
