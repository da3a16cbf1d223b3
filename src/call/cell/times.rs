//! Dates and instants, in the declared order.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use super::format::all_digits;
use super::{CellError, DateOrder, visible};
use crate::text::Text;
use crate::value::Value;

impl DateOrder {
    /// Returns the day written in this order; `None` where it is not written so, or is no day of
    /// the calendar.
    pub(super) fn date(self, text: &str) -> Option<Date> {
        let (year, month, day) = self.parts(text)?;
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    }

    /// Returns year, month and day as written: four digits for the year; for month and day two,
    /// or where the day comes first also one.
    fn parts(self, text: &str) -> Option<(&str, &str, &str)> {
        let (separator, least) = match self {
            Self::YearMonthDay => ('-', 2),
            Self::DayMonthYear(separator) => (separator, 1),
        };
        let mut parts = text.split(separator);
        let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, day) = match self {
            Self::YearMonthDay => (first, third),
            Self::DayMonthYear(_) => (third, first),
        };
        let short = |part: &str| all_digits(part) && (least..=2).contains(&part.len());
        let fits = parts.next().is_none()
            && all_digits(year)
            && year.len() == 4
            && short(second)
            && short(day);
        fits.then_some((year, second, day))
    }
}

/// Reads a day.
pub(super) fn date(text: &str, order: DateOrder) -> Result<Value, CellError> {
    order
        .date(text)
        .map(Value::Date)
        .ok_or_else(|| no_date(text, text, order))
}

fn no_date(text: &str, day: &str, order: DateOrder) -> CellError {
    let example = order.example();
    let shown = visible(text);
    if order.parts(day).is_some() {
        let day = visible(day);
        return CellError::bad(Text::new(
            format!("il giorno `{day}` non esiste"),
            format!("there is no day `{day}`"),
        ));
    }
    let error = CellError::bad(Text::new(
        format!("`{shown}` non è una data scritta come `{example}`"),
        format!("`{shown}` is not a date written like `{example}`"),
    ));
    let others = [
        DateOrder::YearMonthDay,
        DateOrder::DayMonthYear('/'),
        DateOrder::DayMonthYear('.'),
        DateOrder::DayMonthYear('-'),
    ];
    if let Some(other) = others.into_iter().find(|other| other.date(day).is_some()) {
        let other = other.example();
        return error.with_hint(Text::new(
            format!("se tutte le date del file sono scritte come `{other}`, dichiararlo nelle regole: `‹dates like› \"{other}\"`"),
            format!("if all dates of the file are written like `{other}`, declare it in the rules: `‹dates like› \"{other}\"`"),
        ));
    }
    let (date, rest) = split_time(day);
    if order.date(date).is_some() && !rest.is_empty() {
        return error.with_hint(Text::new("togliere l'ora", "remove the time of day"));
    }
    if all_digits(day) && (4..=6).contains(&day.len()) {
        return error.with_hint(Text::new(
            "sembra il numero con cui il foglio di calcolo conta i giorni: formattare la colonna come data",
            "this looks like the number by which a spreadsheet counts days: format the column as a date",
        ));
    }
    error
}

/// The last day on which an instant may lie: the next ones are beyond the calendar, if not
/// everywhere then in some zone.
const LAST_DAY: Date = jiff::civil::date(9999, 12, 28);

/// Reads an instant: a day, a space or `T`, a time; then an offset, or the zone of the call.
pub(super) fn instant(text: &str, order: DateOrder, zone: &TimeZone) -> Result<Value, CellError> {
    let (day, rest) = split_time(text);
    let Some(date) = order.date(day) else {
        return Err(no_date(text, day, order));
    };
    let Some((time, offset)) = time_and_offset(rest) else {
        let example = order.example();
        let shown = visible(text);
        let message = Text::new(
            format!("`{shown}` non è una data con l'ora scritta come `{example} 09:00`"),
            format!("`{shown}` is not an instant written like `{example} 09:00`"),
        );
        let hint = rest
            .is_empty()
            .then(|| Text::new("aggiungere l'ora", "add the time of day"));
        return Err(CellError::bad(message).with_hint(hint));
    };
    if date > LAST_DAY {
        return Err(beyond(text));
    }
    let moment = date.to_datetime(time);
    let timestamp = match offset {
        Some(offset) => offset.to_timestamp(moment).map_err(|_| beyond(text))?,
        None => in_zone(text, moment, zone)?,
    };
    Ok(Value::Instant(timestamp))
}

fn beyond(text: &str) -> CellError {
    CellError::bad(Text::new(
        format!("`{}` è fuori dal calendario", visible(text)),
        format!("`{}` is outside the calendar", visible(text)),
    ))
}

/// Splits a text at the space or `T` between day and time.
fn split_time(text: &str) -> (&str, &str) {
    text.split_once([' ', 'T']).unwrap_or((text, ""))
}

/// Reads `09:00` or `09:00:30`, then perhaps an offset; with an offset also parts of a second.
fn time_and_offset(text: &str) -> Option<(Time, Option<Offset>)> {
    let at = text.find(['Z', '+', '-']);
    let (clock, offset) = match at.and_then(|at| text.split_at_checked(at)) {
        None => (text, None),
        Some((clock, "Z")) => (clock, Some(Offset::UTC)),
        Some((clock, written)) => (clock, Some(offset_of(written)?)),
    };
    let (clock, part) = match clock.split_once('.') {
        Some((clock, part)) if offset.is_some() && clock.len() == 8 => (clock, nanoseconds(part)?),
        Some(_) => return None,
        None => (clock, 0),
    };
    let mut numbers = clock.split(':').map(two_digits);
    let hour = numbers.next()??;
    let minute = numbers.next()??;
    let second = match numbers.next() {
        Some(second) => second?,
        None => 0,
    };
    if numbers.next().is_some() {
        return None;
    }
    Some((Time::new(hour, minute, second, part).ok()?, offset))
}

fn two_digits(text: &str) -> Option<i8> {
    (text.len() == 2 && all_digits(text)).then(|| text.parse().ok())?
}

fn nanoseconds(text: &str) -> Option<i32> {
    if !all_digits(text) || text.len() > 9 {
        return None;
    }
    format!("{text:0<9}").parse().ok()
}

/// Reads `+01:00`.
fn offset_of(text: &str) -> Option<Offset> {
    let (sign, clock) = match text.strip_prefix('-') {
        Some(clock) => (-1, clock),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = clock.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = i32::from(hours)
        .checked_mul(60)?
        .checked_add(i32::from(minutes))?;
    Offset::from_seconds(minutes.checked_mul(60)?.checked_mul(sign)?).ok()
}

/// Returns the instant at which the clocks of `zone` show `moment`, if there is exactly one.
fn in_zone(text: &str, moment: DateTime, zone: &TimeZone) -> Result<Timestamp, CellError> {
    let place = zone.iana_name().unwrap_or("UTC");
    let shown = visible(text);
    let ambiguous = zone.to_ambiguous_timestamp(moment);
    let (message, before, after) = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => {
            return ambiguous.unambiguous().map_err(|_| beyond(text));
        }
        AmbiguousOffset::Gap { before, after } => (
            Text::new(
                format!(
                    "l'ora `{shown}` non esiste ({place}): quella notte l'orologio la salta, perché comincia l'ora legale"
                ),
                format!(
                    "there is no time `{shown}` ({place}): that night the clocks leap over it, as summer time begins"
                ),
            ),
            before,
            after,
        ),
        AmbiguousOffset::Fold { before, after } => (
            Text::new(
                format!(
                    "l'ora `{shown}` c'è due volte ({place}): quella notte finisce l'ora legale"
                ),
                format!("there are two times `{shown}` ({place}): summer time ends that night"),
            ),
            before,
            after,
        ),
    };
    let written = moment.strftime("%Y-%m-%dT%H:%M:%S");
    let (before, after) = (clock_offset(before), clock_offset(after));
    Err(CellError::bad(message).with_hint(Text::new(
        format!(
            "scrivere anche lo scarto dall'ora universale: `{written}{before}` o `{written}{after}`"
        ),
        format!(
            "write the offset from universal time too: `{written}{before}` or `{written}{after}`"
        ),
    )))
}

/// Writes an offset as `+01:00`.
fn clock_offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs().div_euclid(60);
    format!(
        "{sign}{:02}:{:02}",
        minutes.div_euclid(60),
        minutes.rem_euclid(60)
    )
}
