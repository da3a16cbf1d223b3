//! The envelope: how much there is, what is awarded, pools, caps and reserves.

use std::collections::BTreeMap;

use super::declarations::Seen;
use super::operators::of;
use super::ranking::key_name;
use super::scope::{Checker, Scope};
use super::weights::broken_weight;
use crate::call::{
    Cap, CapMost, Envelope, Expr, ExprKind, FromProgramme, PoolShares, Pools, Reserve, Split, Sum,
    Type,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    self, EnvelopeBlock, EnvelopeClause, Name, Path, PoolsShares, ReserveClause, SumOfMoney,
};
use crate::text::Text;
use crate::value::{Leftovers, Limit, MoreMoney, Value};

/// What has been read of an envelope.
#[derive(Default)]
struct Parts {
    amount: Option<Expr>,
    award: Option<Expr>,
    splits: Vec<Split>,
    limit: Option<Limit>,
    /// How the proposals are divided, and what each pool holds.
    pools: Option<(Expr, String, PoolShares, Span)>,
    leftovers: Option<Leftovers>,
    more_money: Option<MoreMoney>,
    /// The lines of a programme that it is taken from.
    programme: Option<FromProgramme>,
    caps: Vec<Cap>,
    reserves: Vec<Reserve>,
    /// Whether something could not be read, which has been reported.
    broken: bool,
}

impl Parts {
    /// Returns the parts that the envelope must have. What the line of a programme holds is its
    /// amount, where no other is written.
    fn needed(&mut self, seen: &Seen) -> Vec<&'static str> {
        let mut needed = vec!["amount", "award", "at the limit"];
        if seen.span("from programme").is_some() {
            needed.retain(|part| *part != "amount");
            if let (None, Some(from)) = (seen.span("amount"), &self.programme) {
                let kind = ExprKind::Constant(Value::Number(from.available.euro()));
                self.amount = Some(of(kind, Type::Money, from.span));
            }
        }
        needed
    }
}

impl Checker<'_> {
    pub(super) fn envelope(&mut self, block: &EnvelopeBlock) {
        let mut seen = Seen::default();
        let mut citations = Vec::new();
        let mut parts = Parts::default();
        for clause in &block.clauses {
            let span = clause.span;
            let word = match &clause.value {
                EnvelopeClause::Cite(citation) => {
                    citations.extend(self.citations([citation]));
                    continue;
                }
                EnvelopeClause::Cap { most, per } => {
                    let cap = self.cap(most, per, span);
                    parts.broken |= cap.is_none();
                    parts.caps.extend(cap);
                    continue;
                }
                EnvelopeClause::Reserve(reserve) => {
                    let reserve = self.reserve(reserve, &parts.reserves, span);
                    parts.broken |= reserve.is_none();
                    parts.reserves.extend(reserve);
                    continue;
                }
                EnvelopeClause::Split(split) => {
                    self.split(split, &mut parts.splits, span);
                    continue;
                }
                EnvelopeClause::Amount(euro) => {
                    parts.amount = self.constant_money(euro);
                    parts.broken |= parts.amount.is_none();
                    "amount"
                }
                EnvelopeClause::Named(name) => {
                    parts.amount = self.named_money(name);
                    parts.broken |= parts.amount.is_none();
                    "amount"
                }
                EnvelopeClause::FromProgramme(from) => {
                    parts.programme = self.lines_of_programme(from);
                    parts.broken |= parts.programme.is_none();
                    "from programme"
                }
                EnvelopeClause::Award(value) => {
                    parts.award = self.expr_of(value, Type::Money, &Scope::with_points());
                    parts.broken |= parts.award.is_none();
                    "award"
                }
                EnvelopeClause::Limit(limit) => {
                    self.whole_share(*limit, span);
                    parts.limit = Some(*limit);
                    "at the limit"
                }
                EnvelopeClause::Pools { by, shares } => {
                    parts.pools = self.pools(by, shares, span);
                    parts.broken |= parts.pools.is_none();
                    "pools"
                }
                EnvelopeClause::Leftovers(leftovers) => {
                    parts.leftovers = Some(*leftovers);
                    "leftovers"
                }
                EnvelopeClause::MoreMoney(more_money) => {
                    parts.more_money = Some(*more_money);
                    "more money"
                }
            };
            self.once(&mut seen, word, span);
        }
        let mut needed = parts.needed(&seen);
        if seen.span("pools").is_some() {
            needed.push("leftovers");
        }
        self.complete(&seen, &needed, "envelope", block.span);
        self.about_pools(&seen, &parts);
        let Parts {
            amount: Some(amount),
            award: Some(award),
            limit: Some(limit),
            broken: false,
            ..
        } = parts
        else {
            return;
        };
        let pools = parts.pools.zip(parts.leftovers);
        let pools = pools.map(|(pools, leftovers)| pools_of(pools, leftovers, parts.more_money));
        let envelope = Envelope {
            amount,
            programme: parts.programme,
            citations,
            award,
            splits: parts.splits,
            pools,
            caps: parts.caps,
            reserves: parts.reserves,
            limit,
            span: block.span,
        };
        self.covered(&envelope);
        self.possible(&envelope);
        self.call.envelope = Some(envelope);
    }

    /// Reports lines about pools where there are none, or that cannot stand together.
    fn about_pools(&mut self, seen: &Seen, parts: &Parts) {
        let about_pools = ["leftovers", "more money"].map(|part| seen.span(part));
        if seen.span("pools").is_none() {
            for span in about_pools.into_iter().flatten() {
                self.no_pools(span);
            }
        }
        if let Some(span) = seen.span("more money")
            && parts.more_money == Some(MoreMoney::OneRanking)
            && parts.leftovers == Some(Leftovers::Unspent)
        {
            self.money_for_nobody(span);
        }
    }

    fn constant_money(&mut self, euro: &Spanned<Fraction>) -> Option<Expr> {
        let money = self.whole_cents(euro.value, euro.span)?;
        let kind = ExprKind::Constant(Value::Number(money.euro()));
        Some(of(kind, Type::Money, euro.span))
    }

    /// Returns the money of a parameter, which no fact of a proposal may change.
    fn named_money(&mut self, name: &Name) -> Option<Expr> {
        let path = tree::Expr {
            kind: tree::ExprKind::Path(Path {
                names: vec![name.clone()],
                span: name.span,
            }),
            span: name.span,
        };
        let money = self.expr_of(&path, Type::Money, &Scope::default())?;
        if self.depends_on_proposals(&money) {
            self.report(
                Diagnostic::error(
                    Code::TypeMismatch,
                    name.span,
                    Text::new(
                        format!(
                            "`{}` cambia da una proposta all'altra, e qui serve un importo uguale per tutte",
                            name.value
                        ),
                        format!(
                            "`{}` differs from proposal to proposal, and here one amount for all is needed",
                            name.value
                        ),
                    ),
                )
                .with_hint(Text::new(
                    "scrivere l'importo, o il nome di un `‹parameter›`",
                    "write the amount, or the name of a `‹parameter›`",
                )),
            );
            return None;
        }
        Some(money)
    }

    /// Tells whether a value rests on anything but the rules and the day that counts.
    fn depends_on_proposals(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::CountingDate(_) => false,
            ExprKind::Fact(_)
            | ExprKind::Received(_)
            | ExprKind::OverAdmitted(_)
            | ExprKind::Points(_)
            | ExprKind::Quantified { .. } => true,
            ExprKind::Definition(id) => {
                let definition = self.call.definitions.get(id.index());
                definition.is_none_or(|it| self.depends_on_proposals(&it.value))
            }
            _ => {
                let parts = expr.parts();
                parts
                    .into_iter()
                    .any(|part| self.depends_on_proposals(part))
            }
        }
    }

    fn sum_of_money(&mut self, sum: &SumOfMoney) -> Option<Sum> {
        match sum {
            SumOfMoney::Amount(euro) => self.constant_money(euro).map(Sum::Money),
            SumOfMoney::Named(name) => self.named_money(name).map(Sum::Money),
            SumOfMoney::Part(part) => Some(Sum::Part(part.value)),
        }
    }

    fn cap(&mut self, most: &tree::CapMost, per: &tree::Expr, span: Span) -> Option<Cap> {
        let most = match most {
            tree::CapMost::Money(sum) => self.sum_of_money(sum).map(CapMost::Money),
            tree::CapMost::Proposals(count) => Some(CapMost::Proposals(count.value)),
        };
        let name = key_name(per);
        let per = self.key(per, &Scope::with_points());
        Some(Cap {
            most: most?,
            per: per?,
            name,
            span,
        })
    }

    fn reserve(
        &mut self,
        clause: &ReserveClause,
        before: &[Reserve],
        span: Span,
    ) -> Option<Reserve> {
        if let Some(first) = before.iter().find(|it| it.name == clause.name.value) {
            self.duplicate(&clause.name, first.span);
        }
        let amount = self.sum_of_money(&clause.amount);
        let when = self.expr_of(&clause.when, Type::YesNo, &Scope::with_points());
        Some(Reserve {
            name: clause.name.value.clone(),
            title: clause.title.as_ref().map(|title| title.text.clone()),
            amount: amount?,
            in_addition: clause.in_addition,
            released: clause.released,
            when: when?,
            span,
        })
    }

    fn pools(
        &mut self,
        by: &tree::Expr,
        shares: &PoolsShares,
        span: Span,
    ) -> Option<(Expr, String, PoolShares, Span)> {
        let name = key_name(by);
        let by = self.key(by, &Scope::with_points())?;
        let is_name = by.ty.is_text() || matches!(by.ty, Type::Enum(_) | Type::Row(_));
        if !is_name {
            let (it, en) = self.type_name(by.ty);
            self.error(
                Code::TypeMismatch,
                by.span,
                format!("le quote si dividono per nome, e questo è {it}"),
                format!("pools are divided by name, and this is {en}"),
            );
            return None;
        }
        let shares = match shares {
            PoolsShares::Weight(weight) => self.pools_of_weight(&by, weight),
            PoolsShares::Written(pools) => self.written_pools(&by, pools, span),
        };
        Some((by, name, shares?, span))
    }

    /// Finds the weight, whose territories must be what divides the proposals.
    fn pools_of_weight(&mut self, by: &Expr, name: &Name) -> Option<PoolShares> {
        let Some(weight) = self.call.weight(&name.value) else {
            let unread = self.unread.contains(&name.value);
            if !unread && !self.broken.contains(&broken_weight(&name.value)) {
                let names = self.call.weights.iter().map(|weight| weight.name.as_str());
                let found = Diagnostic::error(
                    Code::UnknownName,
                    name.span,
                    Text::new(
                        format!("non c'è nessun peso `{}`", name.value),
                        format!("there is no weight `{}`", name.value),
                    ),
                )
                .with_suggestion(&name.value, names);
                self.report(found);
            }
            return None;
        };
        let table = weight.table;
        if matches!(by.ty, Type::Row(rows) if rows != table) {
            self.error(
                Code::TypeMismatch,
                by.span,
                format!("le quote di `{}` sono di un'altra tabella", name.value),
                format!("the pools of `{}` are of another table", name.value),
            );
            return None;
        }
        Some(PoolShares::Weight(name.value.clone()))
    }

    fn written_pools(
        &mut self,
        by: &Expr,
        pools: &[(Name, SumOfMoney)],
        span: Span,
    ) -> Option<PoolShares> {
        let mut keys: BTreeMap<&str, Span> = BTreeMap::new();
        let mut money = BTreeMap::new();
        let mut parts = BTreeMap::new();
        for (key, share) in pools {
            self.pool_of(by, key);
            if let Some(first) = keys.insert(&key.value, key.span) {
                self.duplicate(key, first);
            }
            match share {
                SumOfMoney::Amount(euro) => {
                    let amount = self.whole_cents(euro.value, euro.span)?;
                    money.insert(key.value.clone(), amount);
                }
                SumOfMoney::Part(part) => {
                    parts.insert(key.value.clone(), part.value);
                }
                SumOfMoney::Named(_) => {}
            }
        }
        match (money.is_empty(), parts.is_empty()) {
            (false, true) => Some(PoolShares::Money(money)),
            (true, false) => Some(PoolShares::Parts(parts)),
            (true, true) => {
                self.error(
                    Code::MissingPart,
                    span,
                    "mancano le quote: non ce n'è nessuna".to_owned(),
                    "the pools are missing: there is none".to_owned(),
                );
                None
            }
            (false, false) => {
                self.error(
                    Code::UnitMismatch,
                    span,
                    "alcune quote sono in euro, altre in percentuale".to_owned(),
                    "some pools are in euro, others in percent".to_owned(),
                );
                None
            }
        }
    }

    /// Reports a pool for a variant or row that there is not.
    fn pool_of(&mut self, by: &Expr, key: &Name) {
        let candidates: Vec<String> = match by.ty {
            Type::Enum(id) => {
                let found = self.call.enums.get(id.index());
                let variants = found.iter().flat_map(|it| &it.variants);
                variants.map(|variant| variant.name.clone()).collect()
            }
            Type::Row(id) => {
                let table = self.call.tables.get(id.index());
                let keys = table.iter().flat_map(|table| table.index.keys());
                keys.cloned().collect()
            }
            _ => return,
        };
        if candidates.contains(&key.value) {
            return;
        }
        self.report(
            Diagnostic::error(
                Code::UnknownName,
                key.span,
                Text::new(
                    format!(
                        "non c'è nessun `{}` fra i valori secondo cui si divide",
                        key.value
                    ),
                    format!(
                        "there is no `{}` among the values by which it is divided",
                        key.value
                    ),
                ),
            )
            .with_suggestion(&key.value, candidates.iter().map(String::as_str)),
        );
    }

    /// Money for the one ranking, where no walk goes without pools.
    fn money_for_nobody(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::NoPool,
                span,
                Text::new(
                    "i residui non si assegnano: danno risorse solo le quote, e le nuove risorse non andrebbero a nessuno",
                    "leftovers stay unspent: only pools give money, and more money would go to nobody",
                ),
            )
            .with_hint(Text::new(
                "scrivere `‹more money by the same shares›`, oppure `‹leftovers to one ranking›`",
                "write `‹more money by the same shares›`, or `‹leftovers to one ranking›`",
            )),
        );
    }

    /// A line about pools where there are none.
    fn no_pools(&mut self, span: Span) {
        self.report(
            Diagnostic::error(
                Code::MissingPart,
                span,
                Text::new(
                    "si parla delle quote, ma non ci sono quote",
                    "this is about the pools, but there are no pools",
                ),
            )
            .with_hint(Text::new(
                "aggiungere `‹pools by› …`, o togliere questa riga",
                "add `‹pools by› …`, or remove this line",
            )),
        );
    }
}

/// Puts together what has been read of pools.
fn pools_of(
    (by, name, shares, span): (Expr, String, PoolShares, Span),
    leftovers: Leftovers,
    more_money: Option<MoreMoney>,
) -> Pools {
    // Of pools that are parts of the envelope it need not be written.
    let more_money = match shares {
        PoolShares::Money(_) => more_money,
        PoolShares::Parts(_) | PoolShares::Weight(_) => more_money.or(Some(MoreMoney::SameShares)),
    };
    Pools {
        by,
        name,
        shares,
        leftovers,
        more_money,
        span,
    }
}
