//! The indexes of a weight, and the columns that it reads.

use super::scope::Checker;
use super::types::{is_money, is_plain_number};
use super::weights::percent;
use crate::call::{Column, ColumnId, Index, Indicator, Normalisation, Table, Type, WeightCell};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::Fraction;
use crate::source::Span;
use crate::syntax::tree::{IndexItem, IndexMethod, IndicatorItem, Literal, Name};
use crate::text::Text;
use crate::value::{Needier, Value};

/// What the shares and indexes of a weight may name.
pub(super) struct Territories {
    columns: Vec<Column>,
    /// The indexes so far.
    pub(super) indexes: Vec<Name>,
}

impl Territories {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            columns: table.columns.clone(),
            indexes: Vec::new(),
        }
    }

    fn column(&self, name: &str) -> Option<(ColumnId, &Column)> {
        let mut columns = (0..).map(ColumnId).zip(&self.columns);
        columns.find(|(_, column)| column.name == name)
    }
}

impl Checker<'_> {
    pub(super) fn index(
        &mut self,
        item: &IndexItem,
        span: Span,
        territories: &Territories,
    ) -> Option<Index> {
        let name = &item.name;
        let first = territories.indexes.iter().find(|it| it.value == name.value);
        if let Some(first) = first {
            self.duplicate(name, first.span);
            return None;
        }
        if territories.column(&name.value).is_some() {
            self.bad_weight(
                name.span,
                (
                    &format!("`{}` è già una colonna della tabella", name.value),
                    &format!("`{}` is a column of the table already", name.value),
                ),
                (
                    "dare all'indice un altro nome",
                    "give the index another name",
                ),
            );
            return None;
        }
        let method = self.method(item)?;
        let parts = self.indicator_parts(item)?;
        let mut indicators = Vec::new();
        for (indicator, part) in item.indicators.iter().zip(parts) {
            indicators.push(self.indicator(indicator, part, method, territories)?);
        }
        Some(Index {
            name: name.value.clone(),
            method,
            rounding: item.rounded.map(|it| (it.rounding, it.places)),
            indicators,
            span,
        })
    }

    fn method(&mut self, item: &IndexItem) -> Option<Normalisation> {
        let span = item.method.span;
        match &item.method.value {
            IndexMethod::Shares => Some(Normalisation::Shares),
            IndexMethod::MinMax => Some(Normalisation::MinMax),
            IndexMethod::Rank => Some(Normalisation::Rank),
            IndexMethod::Ampi(variance) => {
                if item.indicators.len() > 1 {
                    return Some(Normalisation::Ampi(*variance));
                }
                self.bad_weight(
                    span,
                    (
                        "l'AMPI misura lo squilibrio fra più indicatori, e qui ce n'è uno solo",
                        "the AMPI weighs the unbalance of several indicators, and here is only one",
                    ),
                    (
                        "aggiungere un indicatore, o usare `‹min-max›`",
                        "add an indicator, or use `‹min-max›`",
                    ),
                );
                None
            }
            IndexMethod::ZScore { variance, scale } => {
                if item.rounded.is_none() {
                    self.report(
                        Diagnostic::error(
                            Code::NeedsRounding,
                            span,
                            Text::new(
                                "uno z-score ha una radice quadrata: va detto come si arrotonda",
                                "a z-score has a square root: it must be said how it is rounded",
                            ),
                        )
                        .with_hint(Text::new(
                            "aggiungere per esempio `‹rounded half up to› 6 ‹places›`",
                            "add for example `‹rounded half up to› 6 ‹places›`",
                        )),
                    );
                    return None;
                }
                let plain = (Fraction::ZERO, Fraction::ONE);
                let (mean, deviation) = match scale {
                    Some((_, deviation)) if deviation.value.is_zero() => {
                        self.bad_weight(
                            deviation.span,
                            (
                                "con uno scarto di zero tutti i territori sarebbero uguali",
                                "with a deviation of zero all territories would be equal",
                            ),
                            (
                                "scrivere per esempio `‹mean› 100 ‹deviation› 10`",
                                "write for example `‹mean› 100 ‹deviation› 10`",
                            ),
                        );
                        return None;
                    }
                    Some((mean, deviation)) => (mean.value, deviation.value),
                    None => plain,
                };
                Some(Normalisation::ZScore {
                    variance: *variance,
                    mean,
                    deviation,
                })
            }
        }
    }

    /// Returns the parts of the indicators of an index; they make 1.
    fn indicator_parts(&mut self, item: &IndexItem) -> Option<Vec<Fraction>> {
        let parts = item.indicators.iter().filter_map(|it| it.part);
        for part in parts.clone().filter(|it| it.value == Fraction::ZERO) {
            self.part_of_nothing(part.span);
        }
        let stated: Vec<Fraction> = parts.map(|part| part.value).collect();
        let count = i128::try_from(item.indicators.len()).ok()?;
        let name = &item.name;
        if stated.is_empty() {
            let equal = Fraction::new(1, count)?;
            return Some(item.indicators.iter().map(|_| equal).collect());
        }
        if let IndexMethod::Ampi(_) = item.method.value {
            self.bad_weight(
                item.method.span,
                (
                    "l'AMPI non ha percentuali: parte dalla media semplice degli indicatori",
                    "the AMPI has no percentages: it starts from the plain mean of the indicators",
                ),
                ("togliere le percentuali", "remove the percentages"),
            );
            return None;
        }
        if stated.len() < item.indicators.len() {
            self.bad_weight(
                name.span,
                (
                    "alcuni indicatori hanno una percentuale e altri no",
                    "some indicators have a percentage and others have none",
                ),
                (
                    "scriverla per tutti, o per nessuno: allora contano in parti uguali",
                    "write one for each, or for none: then they count equally",
                ),
            );
            return None;
        }
        let sum = stated
            .iter()
            .try_fold(Fraction::ZERO, |sum, part| sum.add(*part));
        if sum == Some(Fraction::ONE) {
            return Some(stated);
        }
        let sum = sum.map(percent).unwrap_or_default();
        self.bad_weight(
            name.span,
            (
                &format!(
                    "gli indicatori di `{}` fanno {sum} %, non 100 %",
                    name.value
                ),
                &format!("the indicators of `{}` make {sum} %, not 100 %", name.value),
            ),
            ("correggere le percentuali", "correct the percentages"),
        );
        None
    }

    fn indicator(
        &mut self,
        item: &IndicatorItem,
        part: Fraction,
        method: Normalisation,
        territories: &Territories,
    ) -> Option<Indicator> {
        let (cell, kind) = self.weight_cell(&item.column, item.otherwise.as_ref(), territories)?;
        if method == Normalisation::Shares && item.needier == Needier::Lower {
            self.bad_weight(
                item.span,
                (
                    "una quota cresce con il valore: non può crescere dove il valore è minore",
                    "a share grows with its value: it cannot grow where the value is lower",
                ),
                (
                    "usare `‹min-max›`, `‹z-score›` o `‹rank›`",
                    "use `‹min-max›`, `‹z-score›` or `‹rank›`",
                ),
            );
            return None;
        }
        let goalposts = match &item.goalposts {
            Some(goalposts) => Some(self.goalposts(goalposts, kind, method)?),
            None => None,
        };
        Some(Indicator {
            cell,
            part,
            needier: item.needier,
            goalposts,
            span: item.span,
        })
    }

    fn goalposts(
        &mut self,
        (least, greatest): &(Literal, Literal),
        kind: Type,
        method: Normalisation,
    ) -> Option<(Fraction, Fraction)> {
        if !matches!(method, Normalisation::MinMax | Normalisation::Ampi(_)) {
            self.bad_weight(
                least.span,
                (
                    "solo `‹min-max›` e `‹AMPI›` hanno estremi",
                    "only `‹min-max›` and `‹AMPI›` have ends",
                ),
                ("togliere gli estremi", "remove the ends"),
            );
            return None;
        }
        let (from, to) = (
            self.stated_number(least, kind)?,
            self.stated_number(greatest, kind)?,
        );
        if from < to {
            return Some((from, to));
        }
        self.bad_weight(
            greatest.span,
            (
                "il secondo estremo non supera il primo",
                "the second end is not above the first",
            ),
            (
                "scrivere prima il valore minore, poi il maggiore",
                "write the lower value first, then the higher",
            ),
        );
        None
    }

    fn stated_number(&mut self, literal: &Literal, kind: Type) -> Option<Fraction> {
        match self.literal(literal, kind)? {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Returns a column of numbers of the table, with its type.
    pub(super) fn weight_cell(
        &mut self,
        name: &Name,
        otherwise: Option<&Literal>,
        territories: &Territories,
    ) -> Option<(WeightCell, Type)> {
        let Some((id, column)) = territories.column(&name.value) else {
            let columns = territories.columns.iter().map(|it| it.name.clone());
            let indexes = territories.indexes.iter().map(|it| it.value.clone());
            let known: Vec<String> = columns.chain(indexes).collect();
            let what = ("la colonna o l'indice", "column or index");
            self.unknown(&name.value, name.span, what, &known);
            return None;
        };
        let (kind, optional) = (column.kind, column.optional);
        if !is_plain_number(kind) && !is_money(kind) {
            let (it, en) = self.type_name(kind);
            self.error(
                Code::TypeMismatch,
                name.span,
                format!("qui serve una colonna di numeri, `{}` è {it}", name.value),
                format!(
                    "a column of numbers is needed here, `{}` is {en}",
                    name.value
                ),
            );
            return None;
        }
        let otherwise = match otherwise {
            Some(literal) => Some(self.stated_number(literal, kind)?),
            None => None,
        };
        if optional && otherwise.is_none() {
            self.may_be_empty(
                name,
                "dire con `‹otherwise› …` che cosa vale allora",
                "say with `‹otherwise› …` what holds then",
            );
            return None;
        }
        let cell = WeightCell {
            column: id,
            otherwise,
        };
        Some((cell, kind))
    }
}
