//! Whether the money of a call can fund anybody, as far as the rules alone tell.

use super::from_programme::holds_nothing;
use super::scope::Checker;
use crate::call::{Call, CapMost, Envelope, PoolShares, Sum, Type, show};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money};
use crate::source::Span;
use crate::text::{Language, Text};
use crate::value::{Leftovers, Value};

impl Checker<'_> {
    /// Reports money that can fund nobody, and sums that do not fit.
    pub(super) fn possible(&mut self, envelope: &Envelope) {
        let amount = self.range(&envelope.amount);
        let is_nothing_there = amount.greatest.is_some_and(is_nothing);
        let from = envelope.programme.as_ref();
        if let Some(from) = from.filter(|it| is_nothing_there && it.available == Money::ZERO) {
            let found = holds_nothing(&self.call, from);
            self.report(found);
        } else if is_nothing_there {
            self.no_money(
                envelope.amount.span,
                "la dotazione è di zero: nessuna proposta può essere finanziata",
                "the envelope is zero: no proposal can be funded",
            );
        }
        let award = self.range(&envelope.award);
        let out_of_reach = award.least.zip(amount.greatest);
        if out_of_reach.is_some_and(|(award, amount)| award > amount && !is_nothing(amount)) {
            self.no_money(
                envelope.award.span,
                "ogni contributo supera l'intera dotazione: nessuna proposta può essere finanziata per intero",
                "every award is above the whole envelope: no proposal can be funded in full",
            );
        }
        self.caps_of_zero(envelope);
        self.reserves_fit(envelope);
        self.pools_fit(envelope);
    }

    fn no_money(&mut self, span: Span, it: &str, en: &str) {
        self.report(
            Diagnostic::error(Code::NoMoney, span, Text::new(it, en))
                .with_hint(Text::new("controllare gli importi", "check the amounts")),
        );
    }

    fn caps_of_zero(&mut self, envelope: &Envelope) {
        for cap in &envelope.caps {
            let most = match &cap.most {
                CapMost::Money(sum) => self.greatest(sum, None),
                CapMost::Proposals(count) => Some(Fraction::integer(i128::from(*count))),
            };
            if most.is_some_and(is_nothing) {
                self.no_money(
                    cap.span,
                    "il massimale è di zero: nessuna proposta che vi rientra può essere finanziata",
                    "the cap is zero: no proposal that it concerns can be funded",
                );
            }
        }
        for reserve in &envelope.reserves {
            if self.greatest(&reserve.amount, None).is_some_and(is_nothing) {
                self.no_money(
                    reserve.span,
                    "la riserva è di zero: non tiene nulla per nessuno",
                    "the reserve is zero: it holds nothing for anybody",
                );
            }
        }
    }

    /// Returns the most that a sum can be, or the part itself where the envelope is not known.
    fn greatest(&self, sum: &Sum, envelope: Option<Fraction>) -> Option<Fraction> {
        match (sum, envelope) {
            (Sum::Money(expr), _) => self.range(expr).greatest,
            (Sum::Part(part), None) => Some(*part),
            (Sum::Part(part), Some(envelope)) => envelope.mul(*part),
        }
    }

    fn reserves_fit(&mut self, envelope: &Envelope) {
        let amount = self.range(&envelope.amount).greatest;
        let Some(last_reserve) = envelope.reserves.last() else {
            return;
        };
        let mut parts = Fraction::ZERO;
        let mut sum_known = amount.map(|_| Fraction::ZERO);
        for reserve in &envelope.reserves {
            let known = match (&reserve.amount, amount) {
                (Sum::Money(expr), _) => self.range(expr).least,
                (Sum::Part(part), Some(amount)) => amount.mul(*part),
                (Sum::Part(_), None) => None,
            };
            sum_known = sum_known.zip(known).and_then(|(sum, known)| sum.add(known));
            if let Sum::Part(part) = &reserve.amount {
                parts = parts.add(*part).unwrap_or(parts);
            }
        }
        let round =
            |euro: Fraction| Money::from_euro(euro.round(2, crate::number::Rounding::Down)?);
        let sums = sum_known.and_then(round).zip(amount.and_then(round));
        if let Some((reserves, amount)) = sums.filter(|(reserves, amount)| reserves > amount) {
            let found = reserves_exceed(&self.call, last_reserve.span, reserves, amount);
            self.report(found);
        } else if parts > Fraction::ONE {
            self.report(
                Diagnostic::error(
                    Code::ReservesExceed,
                    last_reserve.span,
                    Text::new(
                        "le riserve superano il 100 % della dotazione",
                        "the reserves are above 100 % of the envelope",
                    ),
                )
                .with_hint(Text::new("ridurre le riserve", "lower the reserves")),
            );
        }
    }

    fn pools_fit(&mut self, envelope: &Envelope) {
        let Some(pools) = &envelope.pools else {
            return;
        };
        let keys: Vec<&String> = match &pools.shares {
            PoolShares::Weight(_) => return,
            PoolShares::Money(shares) => {
                let range = self.range(&envelope.amount);
                let sum = Money::sum(shares.values().copied());
                let amount = range.least.filter(|least| range.greatest == Some(*least));
                let amount = amount.and_then(Money::from_euro);
                if let Some((sum, amount)) = sum.zip(amount).filter(|(sum, it)| sum != it) {
                    let found = pools_differ(&self.call, pools.span, sum, amount);
                    self.report(found);
                }
                shares.keys().collect()
            }
            PoolShares::Parts(parts) => {
                let mut values = parts.values();
                let sum = values.try_fold(Fraction::ZERO, |sum, part| sum.add(*part));
                if sum != Some(Fraction::ONE) {
                    let found = self.parts_differ(pools.span, sum);
                    self.report(found);
                }
                parts.keys().collect()
            }
        };
        if pools.leftovers == Leftovers::Unspent
            && let Type::Enum(id) = pools.by.ty
        {
            let found = self.call.enums.get(id.index());
            let variants = found.iter().flat_map(|found| &found.variants);
            let without: Vec<String> = variants
                .filter(|variant| !keys.contains(&&variant.name))
                .map(|variant| format!("`{}`", variant.name))
                .collect();
            if !without.is_empty() {
                self.without_pool(pools.span, &without.join(", "));
            }
        }
    }

    fn parts_differ(&self, span: Span, sum: Option<Fraction>) -> Diagnostic {
        let text = |language| {
            let sum = Value::Number(sum.unwrap_or(Fraction::ZERO));
            show(&sum, Type::Percent(None), self.call.names(), language)
        };
        Diagnostic::error(
            Code::PoolsDiffer,
            span,
            Text::new(
                format!(
                    "le quote sommano {}, e devono fare il 100 %",
                    text(Language::Italian)
                ),
                format!(
                    "the pools add up to {}, and must make 100 %",
                    text(Language::English)
                ),
            ),
        )
        .with_hint(Text::new(
            "correggere le percentuali",
            "correct the percentages",
        ))
    }

    fn without_pool(&mut self, span: Span, without: &str) {
        self.report(
            Diagnostic::error(
                Code::NoPool,
                span,
                Text::new(
                    format!("i residui non si assegnano, e non c'è una quota per {without}"),
                    format!("leftovers stay unspent, and there is no pool for {without}"),
                ),
            )
            .with_hint(Text::new(
                "aggiungere le quote che mancano, oppure scrivere `‹leftovers to one ranking›`",
                "add the missing pools, or write `‹leftovers to one ranking›`",
            )),
        );
    }
}

fn is_nothing(amount: Fraction) -> bool {
    amount <= Fraction::ZERO
}

/// Pools that do not hold the envelope.
pub(crate) fn pools_differ(call: &Call, span: Span, pools: Money, envelope: Money) -> Diagnostic {
    let [pools_it, envelope_it] = texts(call, [pools, envelope], Language::Italian);
    let [pools_en, envelope_en] = texts(call, [pools, envelope], Language::English);
    Diagnostic::error(
        Code::PoolsDiffer,
        span,
        Text::new(
            format!("le quote sommano {pools_it}, la dotazione è di {envelope_it}"),
            format!("the pools add up to {pools_en}, the envelope holds {envelope_en}"),
        ),
    )
    .with_hint(Text::new(
        "correggere gli importi, oppure scrivere le quote in percentuale della dotazione",
        "correct the amounts, or write the pools as percentages of the envelope",
    ))
}

/// More reserved than there is.
pub(crate) fn reserves_exceed(
    call: &Call,
    span: Span,
    reserves: Money,
    envelope: Money,
) -> Diagnostic {
    let [reserves_it, envelope_it] = texts(call, [reserves, envelope], Language::Italian);
    let [reserves_en, envelope_en] = texts(call, [reserves, envelope], Language::English);
    Diagnostic::error(
        Code::ReservesExceed,
        span,
        Text::new(
            format!("sono riservati {reserves_it}, ma la dotazione è di {envelope_it}"),
            format!("{reserves_en} are reserved, but the envelope holds {envelope_en}"),
        ),
    )
    .with_hint(Text::new(
        "ridurre le riserve, o aumentare la dotazione",
        "lower the reserves, or raise the envelope",
    ))
}

/// Returns two amounts as people read them.
pub(super) fn texts(call: &Call, amounts: [Money; 2], language: Language) -> [String; 2] {
    amounts.map(|amount| {
        let value = Value::Number(amount.euro());
        show(&value, Type::Money, call.names(), language)
    })
}
