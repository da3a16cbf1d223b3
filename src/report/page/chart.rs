//! The points of all that are ranked, one column each, with the line where the money ended.
//!
//! Nothing is told by colour alone: columns differ in filling and outline, and a line with words
//! on it parts them. All places are whole numbers: the same outcome gives the same bytes.

use super::drawing::{Anchor, Stroke, label, line, marks, step_of, text, top_of};
use super::html::Html;
use super::tables::number_text;
use crate::number::{Fraction, Rounding};
use crate::report::lists::Reached;
use crate::report::publication::Publication;
use crate::selection::{Key, Selection, Unit, UnitResult};

const WIDTH: usize = 1000;
const HEIGHT: usize = 340;
const LEFT: usize = 56;
const RIGHT: usize = 12;
const TOP: usize = 16;
const BOTTOM: usize = 64;
/// A column wider than this has room for an outline.
const WIDE: usize = 5;
/// More columns than this cannot be told apart.
const MOST_COLUMNS: usize = 900;

/// A chart, if there is one to draw.
pub(super) struct Chart<'a> {
    units: Vec<(&'a Unit, Fraction)>,
    /// The name of what stands upright: the first key of the ranking.
    measure: &'a str,
    /// The top of the scale.
    most: Fraction,
    /// The points to be reached.
    threshold: Option<Fraction>,
    /// Whether several proposals may be one unit.
    grouped: bool,
    /// How far down the money comes, where there is a line to draw.
    reached: Option<Reached>,
}

impl<'a> Chart<'a> {
    /// Returns the chart of a ranking by a number; nothing of one by days or names.
    pub(super) fn of(publication: &Publication<'a>, selection: &'a Selection) -> Option<Self> {
        let key = publication.call.ranking.as_ref()?.order_by.first()?;
        let is_number = !matches!(
            key.value.ty,
            crate::call::Type::Date | crate::call::Type::Instant | crate::call::Type::Enum(_)
        );
        let units: Option<Vec<_>> = selection
            .units
            .iter()
            .map(|unit| match unit.keys.first() {
                Some(Key::Number(number)) => Some((unit, *number)),
                _ => None,
            })
            .collect();
        let units = units.filter(|units| is_number && units.len() > 1)?;
        let greatest = units.iter().map(|(_, number)| *number).max()?;
        let grid = publication.call.grid.as_ref();
        let is_score = matches!(key.value.kind, crate::call::ExprKind::Points(None));
        let threshold = grid
            .filter(|_| is_score)
            .and_then(|it| it.threshold.as_ref());
        let threshold = threshold
            .filter(|it| !it.before_premiums)
            .map(|it| it.points);
        let most = grid.filter(|_| is_score).map(|it| it.max.max(greatest));
        let reached = publication.outcome.envelope;
        let reached = reached.and_then(|_| Reached::of(&selection.units));
        Some(Self {
            units,
            measure: if is_score {
                publication.word("Punteggio", "Score")
            } else {
                &key.name
            },
            grouped: publication
                .call
                .ranking
                .as_ref()
                .is_some_and(|it| it.group_by.is_some()),
            most: top_of(most.unwrap_or(greatest).max(Fraction::ONE)),
            threshold,
            reached,
        })
    }

    /// Adds the chart as a figure.
    pub(super) fn draw(&self, html: &mut Html, publication: &Publication<'_>) {
        html.markup("<figure>\n<svg viewBox=\"0 0 ")
            .number(WIDTH)
            .markup(" ")
            .number(HEIGHT)
            .markup("\" role=\"img\" aria-labelledby=\"chart-title chart-text\">\n");
        let title = publication.word("Punteggi in graduatoria", "Points of the ranked");
        html.within("<title id=\"chart-title\">", title, "</title>\n");
        html.within(
            "<desc id=\"chart-text\">",
            &self.description(publication),
            "</desc>\n",
        );
        html.markup(
            "<defs><pattern id=\"part\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/><rect width=\"3\" height=\"6\" fill=\"#17456e\"/></pattern></defs>\n",
        );
        self.scale(html, publication);
        self.columns(html);
        self.lines(html, publication);
        self.legend(html, publication);
        html.markup("</svg>\n<figcaption>");
        html.text(&self.description(publication));
        html.markup(" ");
        html.text(publication.word(
            "I numeri sono nella tabella che segue.",
            "The numbers are in the table below.",
        ));
        html.markup("</figcaption>\n</figure>\n");
    }

    /// Says in words what the chart shows.
    fn description(&self, publication: &Publication<'_>) -> String {
        let number = |number| number_text(publication, number);
        let (Some((_, best)), Some((_, last))) = (self.units.first(), self.units.last()) else {
            return String::new();
        };
        let (what, count, best, last) =
            (self.measure, self.units.len(), number(*best), number(*last));
        let mut sentences = vec![(
            format!("{what}: {count} in graduatoria, da {best} a {last}."),
            format!("{what}: {count} ranked, from {best} to {last}."),
        )];
        let gone = self.units.iter();
        let gone = gone.filter(|(unit, _)| unit.result == UnitResult::Left);
        let gone = gone.count();
        if gone > 0 {
            sentences.push((
                format!("Uscite dalla graduatoria: {gone}."),
                format!("Out of the ranking since: {gone}."),
            ));
        }
        if let Some((reached, (_, at))) = self.reached.zip(self.last()) {
            let (given, at) = (reached.given, number(*at));
            let (of_it, of_en) = if self.grouped {
                (" unità", " units")
            } else {
                ("", "")
            };
            let (still_it, still_en) = if reached.passes_some() {
                (" di quelle che restano", " of those that stay")
            } else {
                ("", "")
            };
            sentences.push((
                format!("Le risorse arrivano alle prime {given}{of_it}{still_it}, fino a {at}."),
                format!("The money reaches the first {given}{of_en}{still_en}, down to {at}."),
            ));
        }
        if let Some(threshold) = self.threshold.map(number) {
            sentences.push((
                format!("La soglia è {threshold}."),
                format!("The threshold is {threshold}."),
            ));
        }
        if count > MOST_COLUMNS {
            sentences.push((
                "Le colonne sono un campione a distanze uguali.".to_owned(),
                "The columns are a sample at equal distances.".to_owned(),
            ));
        }
        let chosen = sentences.iter().map(|(it, en)| publication.word(it, en));
        chosen.collect::<Vec<_>>().join(" ")
    }

    /// Returns the last unit that the money reaches, where there is a line to draw.
    fn last(&self) -> Option<&(&'a Unit, Fraction)> {
        self.units.get(self.reached?.behind.checked_sub(1)?)
    }

    fn scale(&self, html: &mut Html, publication: &Publication<'_>) {
        for mark in marks(self.most) {
            let y = self.height_of(mark);
            line(
                html,
                Stroke::Scale,
                [LEFT, y, WIDTH.saturating_sub(RIGHT), y],
            );
            let words = number_text(publication, mark);
            text(
                html,
                Anchor::End,
                LEFT.saturating_sub(8),
                y.saturating_add(4),
                &words,
            );
        }
        let count = self.units.len();
        let step = step_of(count);
        let bottom = HEIGHT.saturating_sub(BOTTOM);
        for place in std::iter::successors(Some(step), |it| it.checked_add(step))
            .take_while(|it| *it <= count)
        {
            let (x, width) = span(place.saturating_sub(1), count);
            let x = x.saturating_add(width.div_euclid(2));
            text(
                html,
                Anchor::Middle,
                x,
                bottom.saturating_add(18),
                &place.to_string(),
            );
        }
        let words = publication.word("posizione in graduatoria", "place in the ranking");
        text(
            html,
            Anchor::End,
            WIDTH.saturating_sub(RIGHT),
            bottom.saturating_add(36),
            words,
        );
    }

    fn columns(&self, html: &mut Html) {
        let count = self.units.len();
        let shown = count.min(MOST_COLUMNS);
        let bottom = HEIGHT.saturating_sub(BOTTOM);
        for column in 0..shown {
            let place = column
                .saturating_mul(count)
                .checked_div(shown)
                .unwrap_or_default();
            let Some((unit, number)) = self.units.get(place) else {
                continue;
            };
            let (x, width) = span(column, shown);
            let y = self.height_of(*number);
            let gap = usize::from(width > 3);
            html.markup("<rect")
                .attribute("x", x)
                .attribute("y", y)
                .attribute("width", width.saturating_sub(gap).max(1))
                .attribute("height", bottom.saturating_sub(y))
                .markup(look(unit, width > WIDE))
                .markup("/>\n");
        }
    }

    /// Draws where the money ended, and the threshold.
    fn lines(&self, html: &mut Html, publication: &Publication<'_>) {
        let right = WIDTH.saturating_sub(RIGHT);
        let bottom = HEIGHT.saturating_sub(BOTTOM);
        if let Some(threshold) = self.threshold {
            let y = self.height_of(threshold);
            line(html, Stroke::Threshold, [LEFT, y, right, y]);
            let words = publication.word("soglia", "threshold");
            let words = format!("{words} {}", number_text(publication, threshold));
            label(html, right.saturating_sub(4), y.saturating_add(15), &words);
        }
        let Some(reached) = self.reached else {
            return;
        };
        let (x, _) = span(reached.behind, self.units.len());
        line(html, Stroke::Cut, [x, TOP, x, bottom]);
        if let Some((_, at)) = self.last() {
            let y = self.height_of(*at);
            line(html, Stroke::Cut, [LEFT, y, right, y]);
            let words = publication.word("ultima finanziata", "last funded");
            let words = format!("{words}: {}", number_text(publication, *at));
            label(html, right.saturating_sub(4), y.saturating_sub(6), &words);
        }
    }

    fn legend(&self, html: &mut Html, publication: &Publication<'_>) {
        if publication.outcome.envelope.is_none() {
            return;
        }
        let part = self
            .units
            .iter()
            .any(|(unit, _)| matches!(unit.result, UnitResult::FundedInPart { .. }));
        let (_, width) = span(0, self.units.len().min(MOST_COLUMNS));
        let (waiting, gone) = if width > WIDE {
            (WAITING, GONE)
        } else {
            (WAITING_NARROW, GONE_NARROW)
        };
        let left = self
            .units
            .iter()
            .any(|(unit, _)| unit.result == UnitResult::Left);
        let entries = [
            (GIVEN, publication.word("finanziata", "funded"), true),
            (
                PART,
                publication.word("finanziata in parte", "funded in part"),
                part,
            ),
            (
                waiting,
                publication.word("ammessa e non finanziata", "waiting"),
                true,
            ),
            (
                gone,
                publication.word("uscita dalla graduatoria", "left the ranking"),
                left,
            ),
        ];
        let y = HEIGHT.saturating_sub(22);
        let mut x = LEFT;
        for (look, words, _) in entries.into_iter().filter(|(_, _, shown)| *shown) {
            html.markup("<rect")
                .attribute("x", x)
                .attribute("y", y)
                .markup(" width=\"14\" height=\"14\"")
                .markup(look)
                .markup("/>\n");
            text(
                html,
                Anchor::Start,
                x.saturating_add(20),
                y.saturating_add(12),
                words,
            );
            x = x
                .saturating_add(60)
                .saturating_add(words.chars().count().saturating_mul(7));
        }
    }

    /// Returns how far down a number stands; what is below nothing stands at the bottom.
    fn height_of(&self, number: Fraction) -> usize {
        let room = HEIGHT.saturating_sub(TOP).saturating_sub(BOTTOM);
        let share = number.div(self.most);
        let high = i128::try_from(room)
            .ok()
            .and_then(|room| share?.mul(Fraction::integer(room)))
            .and_then(|it| it.round(0, Rounding::HalfUp)?.to_integer())
            .and_then(|it| usize::try_from(it).ok())
            .unwrap_or_default();
        HEIGHT.saturating_sub(BOTTOM).saturating_sub(high.min(room))
    }
}

const GIVEN: &str = " fill=\"#17456e\"";
const PART: &str = " fill=\"url(#part)\" stroke=\"#17456e\"";
const WAITING: &str = " fill=\"#ffffff\" stroke=\"#17456e\"";
/// A column too narrow for an outline.
const WAITING_NARROW: &str = " fill=\"#a9bfd4\"";
const GONE: &str = " fill=\"#f2f2f2\" stroke=\"#5c5c5c\" stroke-dasharray=\"5 4\"";
const GONE_NARROW: &str = " fill=\"#dddddd\"";

fn look(unit: &Unit, is_wide: bool) -> &'static str {
    match (&unit.result, is_wide) {
        (UnitResult::FundedInPart { .. }, _) => PART,
        (UnitResult::Funded { .. } | UnitResult::Ranked, _) => GIVEN,
        (UnitResult::Left, true) => GONE,
        (UnitResult::Left, false) => GONE_NARROW,
        (_, true) => WAITING,
        (_, false) => WAITING_NARROW,
    }
}

/// Returns where a column begins, and how wide it is.
fn span(column: usize, columns: usize) -> (usize, usize) {
    let room = WIDTH.saturating_sub(LEFT).saturating_sub(RIGHT);
    let at = |column: usize| {
        let across = column.saturating_mul(room).checked_div(columns);
        LEFT.saturating_add(across.unwrap_or_default())
    };
    let (from, to) = (at(column), at(column.saturating_add(1)));
    (from, to.saturating_sub(from).max(1))
}
