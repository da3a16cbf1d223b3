//! Equity weights: indexes of need, shares that make 100 %, and territories that have them all.

use super::declarations::Seen;
use super::scope::Checker;
use super::weight_index::Territories;
use crate::call::{Factor, Index, ShareTerm, Weight};
use crate::diagnostic::{Code, Diagnostic};
use crate::number::{Fraction, Money};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Item, RuleFile, ShareItem, WeightBlock, WeightClause};
use crate::territory::{self, Quantity, TerritoryError};
use crate::text::Text;
use crate::value::Apportionment;

/// What a cent is in whole cents: the smallest unit, and the usual one.
const CENT: Money = Money::from_cents(1);

/// Returns the name under which a weight that could not be read is remembered; no definition has
/// a space in its name.
pub(super) fn broken_weight(name: &str) -> String {
    format!("weight {name}")
}

impl Checker<'_> {
    pub(super) fn weights(&mut self, tree: &RuleFile) {
        let mut spans: Vec<(&str, Span)> = Vec::new();
        for item in &tree.items {
            let Item::Weight(block) = item else { continue };
            let name = &block.name;
            if let Some((_, first)) = spans.iter().find(|(seen, _)| *seen == name.value) {
                let first = *first;
                self.duplicate(name, first);
                continue;
            }
            spans.push((&name.value, name.span));
            match self.weight(block) {
                Some(weight) => {
                    self.gives_shares(&weight);
                    self.call.weights.push(weight);
                }
                None => {
                    self.broken.insert(broken_weight(&name.value));
                }
            }
        }
    }

    fn weight(&mut self, block: &WeightBlock) -> Option<Weight> {
        let table = self.table_named(&block.over)?;
        let mut territories = Territories::new(self.call.tables.get(table.index())?);
        let mut seen = Seen::default();
        let mut citations = Vec::new();
        let mut indexes: Option<Vec<Index>> = Some(Vec::new());
        let mut apportion = (Apportionment::LargestRemainder, CENT);
        for clause in &block.clauses {
            match &clause.value {
                WeightClause::Cite(citation) => citations.extend(self.citations([citation])),
                WeightClause::Index(item) => {
                    let index = self.index(item, clause.span, &territories);
                    territories.indexes.push(item.name.clone());
                    indexes = indexes.zip(index).map(|(mut indexes, index)| {
                        indexes.push(index);
                        indexes
                    });
                }
                WeightClause::Share(_) => {}
                WeightClause::Apportion(method, unit) => {
                    self.once(&mut seen, "apportion", clause.span);
                    let unit = match unit {
                        Some(unit) => self.unit(*unit)?,
                        None => CENT,
                    };
                    apportion = (*method, unit);
                }
            }
        }
        if citations.is_empty() {
            self.rests_on_nothing(block);
        }
        let terms = self.shares(block, &territories);
        let weight = Weight {
            name: block.name.value.clone(),
            table,
            citations,
            indexes: indexes?,
            terms: terms?,
            apportionment: apportion.0,
            unit: apportion.1,
            span: block.name.span,
        };
        self.indexes_used(&weight);
        Some(weight)
    }

    fn unit(&mut self, unit: Spanned<Fraction>) -> Option<Money> {
        let whole = self.whole_cents(unit.value, unit.span)?;
        if whole > Money::ZERO {
            return Some(whole);
        }
        self.bad_weight(
            unit.span,
            (
                "un'unità di zero euro non si può dare",
                "a unit of zero euro cannot be given",
            ),
            (
                "scrivere per esempio `‹in units of› 1_000 EUR`, o `‹to the cent›`",
                "write for example `‹in units of› 1_000 EUR`, or `‹to the cent›`",
            ),
        );
        None
    }

    /// Returns the shares of a weight, if all of them are sound and make 100 %.
    fn shares(&mut self, block: &WeightBlock, territories: &Territories) -> Option<Vec<ShareTerm>> {
        let mut terms = Some(Vec::new());
        let mut sum = Some(Fraction::ZERO);
        for clause in &block.clauses {
            let WeightClause::Share(item) = &clause.value else {
                continue;
            };
            sum = sum.and_then(|sum| sum.add(item.part.value));
            if item.part.value == Fraction::ZERO {
                self.part_of_nothing(item.part.span);
            }
            let term = self.share(item, clause.span, territories);
            terms = terms.zip(term).map(|(mut terms, term)| {
                terms.push(term);
                terms
            });
        }
        let name = &block.name;
        match sum {
            Some(Fraction::ONE) => terms,
            Some(Fraction::ZERO) => {
                let named = &name.value;
                self.bad_weight(
                    name.span,
                    (
                        &format!("`{named}` non ha quote: non dice come si ripartisce"),
                        &format!("`{named}` has no shares: it does not say what is shared out how"),
                    ),
                    (
                        "aggiungere per esempio `100 % ‹share of› population`",
                        "add for example `100 % ‹share of› population`",
                    ),
                );
                None
            }
            sum => {
                let (named, sum) = (&name.value, sum.map(percent).unwrap_or_default());
                self.bad_weight(
                    name.span,
                    (
                        &format!("le quote di `{named}` fanno {sum} %, non 100 %"),
                        &format!("the shares of `{named}` make {sum} %, not 100 %"),
                    ),
                    (
                        "correggere le percentuali: insieme danno tutta la dotazione",
                        "correct the percentages: together they are the whole envelope",
                    ),
                );
                None
            }
        }
    }

    fn share(
        &mut self,
        item: &ShareItem,
        span: Span,
        territories: &Territories,
    ) -> Option<ShareTerm> {
        let mut factors = Vec::new();
        for factor in &item.factors {
            let name = &factor.name;
            let index = territories
                .indexes
                .iter()
                .position(|it| it.value == name.value);
            let Some(index) = index else {
                let cell = self.weight_cell(name, factor.otherwise.as_ref(), territories)?;
                factors.push(Factor::Cell(cell.0));
                continue;
            };
            if let Some(otherwise) = &factor.otherwise {
                self.bad_weight(
                    otherwise.span,
                    ("un indice non è mai vuoto", "an index is never empty"),
                    (
                        "togliere `‹otherwise›`, o metterlo dopo l'indicatore",
                        "remove `‹otherwise›`, or put it after the indicator",
                    ),
                );
                return None;
            }
            factors.push(Factor::Index(index));
        }
        Some(ShareTerm {
            part: item.part.value,
            factors,
            span,
        })
    }

    fn rests_on_nothing(&mut self, block: &WeightBlock) {
        let name = &block.name.value;
        self.report(
            Diagnostic::warning(
                Code::MissingPart,
                block.name.span,
                Text::new(
                    format!("il peso `{name}` non dice su che cosa si fonda"),
                    format!("the weight `{name}` does not say what it rests on"),
                ),
            )
            .with_hint(Text::new("aggiungere `‹cite› …`", "add `‹cite› …`")),
        );
    }

    /// Warns of an index that no share multiplies by.
    fn indexes_used(&mut self, weight: &Weight) {
        for (place, index) in weight.indexes.iter().enumerate() {
            let mut factors = weight.terms.iter().flat_map(|term| &term.factors);
            if factors.any(|factor| *factor == Factor::Index(place)) {
                continue;
            }
            let name = &index.name;
            self.report(
                Diagnostic::warning(
                    Code::UnusedName,
                    index.span,
                    Text::new(
                        format!("nessuna quota usa l'indice `{name}`"),
                        format!("no share uses the index `{name}`"),
                    ),
                )
                .with_hint(Text::new(
                    format!("toglierlo, o scrivere per esempio `30 % ‹share of› {name}`"),
                    format!("remove it, or write for example `30 % ‹share of› {name}`"),
                )),
            );
        }
    }

    /// Reports territories for which there is no share.
    fn gives_shares(&mut self, weight: &Weight) {
        let Err(why) = territory::parts(&self.call, weight) else {
            return;
        };
        let unread = why == TerritoryError::NoTerritories;
        if unread && self.diagnostics.iter().any(Diagnostic::is_error) {
            // What is wrong may be the very file of the territories.
            return;
        }
        let message = why.message(&self.call, weight);
        let diagnostic = Diagnostic::error(Code::NoShares, place(weight, &why), message);
        let hint = match &why {
            TerritoryError::NoTerritories => Text::new(
                "controllare che la tabella abbia righe",
                "check that the table has rows",
            ),
            TerritoryError::Empty { .. } => Text::new(
                "riempire la cella, o dire con `‹otherwise› …` che cosa vale",
                "fill the cell, or say with `‹otherwise› …` what it counts as",
            ),
            TerritoryError::Negative { quantity, .. } if has_ends(weight, *quantity) => Text::new(
                "allargare gli estremi `‹from› … ‹to› …` fino a comprendere tutti i valori, o correggere i dati",
                "widen the ends `‹from› … ‹to› …` to take in all values, or correct the data",
            ),
            TerritoryError::Negative { .. } => Text::new(
                "correggere i dati, o usare un indice che non scende sotto zero, come `‹min-max›` o `‹rank›`",
                "correct the data, or use an index that never goes below zero, like `‹min-max›` or `‹rank›`",
            ),
            TerritoryError::AllEqual { .. } => Text::new(
                "togliere questo indicatore, o dire i suoi estremi con `‹from› … ‹to› …`",
                "remove this indicator, or state its ends with `‹from› … ‹to› …`",
            ),
            _ => Text::new(
                "usare un'altra colonna, o un altro indice",
                "use another column, or another index",
            ),
        };
        self.report(diagnostic.with_hint(hint));
    }

    /// Reports a part of 0 %, which counts nothing and looks as if it did.
    pub(super) fn part_of_nothing(&mut self, span: Span) {
        self.bad_weight(
            span,
            (
                "una parte dello 0 % non conta nulla",
                "a part of 0 % counts nothing",
            ),
            (
                "scrivere una percentuale, o togliere la riga",
                "write a percentage, or remove the line",
            ),
        );
    }

    pub(super) fn bad_weight(&mut self, span: Span, message: (&str, &str), hint: (&str, &str)) {
        let message = Text::new(message.0, message.1);
        let hint = Text::new(hint.0, hint.1);
        self.report(Diagnostic::error(Code::BadWeight, span, message).with_hint(hint));
    }
}

/// Tells whether an index may go below zero because ends are stated that its values pass.
fn has_ends(weight: &Weight, quantity: Quantity) -> bool {
    let of = |place: usize| {
        let index = weight.indexes.get(place);
        let mut indicators = index.into_iter().flat_map(|it| &it.indicators);
        indicators.any(|it| it.goalposts.is_some())
    };
    match quantity {
        Quantity::Column(_) => false,
        Quantity::Index(place) => of(place),
        Quantity::Product(place) => {
            let term = weight.terms.get(place);
            let mut factors = term.into_iter().flat_map(|it| &it.factors);
            factors.any(|factor| matches!(factor, Factor::Index(place) if of(*place)))
        }
    }
}

/// Returns where the rules use what is wrong.
fn place(weight: &Weight, why: &TerritoryError) -> Span {
    let quantity = match why {
        TerritoryError::Empty { column, .. } => Quantity::Column(*column),
        TerritoryError::Negative { quantity, .. }
        | TerritoryError::AllEqual { quantity }
        | TerritoryError::AllZero { quantity } => *quantity,
        _ => return weight.span,
    };
    let indicators = weight.indexes.iter().flat_map(|index| &index.indicators);
    let mut indicators = indicators.filter(|it| Quantity::Column(it.cell.column) == quantity);
    let mut terms = weight.terms.iter().enumerate().filter(|(place, term)| {
        Quantity::Product(*place) == quantity
            || term.factors.iter().any(|factor| match factor {
                Factor::Cell(cell) => Quantity::Column(cell.column) == quantity,
                Factor::Index(index) => Quantity::Index(*index) == quantity,
            })
    });
    let indicator = indicators.next().map(|it| it.span);
    let term = terms.next().map(|(_, term)| term.span);
    indicator.or(term).unwrap_or(weight.span)
}

/// Returns the digits of a percentage.
pub(super) fn percent(part: Fraction) -> String {
    let of_hundred = part.mul(Fraction::integer(100));
    let digits = of_hundred.and_then(|it| it.to_plain(it.decimals()?));
    digits.unwrap_or_default()
}
