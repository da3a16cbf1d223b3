//! The events of a slide, from CSV.

use jiff::civil::Date;

use crate::call::{
    Call, Format, Reading, Record, Records, Separator, Type, read_cell, show, visible,
};
use crate::engine::{EventTrouble, Happened, Slide};
use crate::number::Money;
use crate::selection::{Event, To};
use crate::text::{Language, Text, nearest};
use crate::value::Value;

/// The columns, Italian and English: the last is there only where a call has pools.
const COLUMNS: [(&str, &str); 6] = [
    ("evento", "event"),
    ("proposta", "proposal"),
    ("importo", "amount"),
    ("data", "date"),
    ("atto", "act"),
    ("quota", "pool"),
];

/// Reads the events of one slide: the columns `evento`, `proposta`, `importo`, `data`, `atto` and,
/// where more money goes to a pool, `quota`; amounts and days are written as in files of proposals.
///
/// What cannot be read is noted beside the events, line by line.
pub(super) fn events(call: &Call, (name, bytes): (&str, &[u8])) -> Slide {
    let whole = |why: Text| Slide {
        file: name.to_owned(),
        unread: vec![EventTrouble { line: None, why }],
        ..Slide::default()
    };
    let format = &call.proposals.format;
    let text = match format.encoding.decode(bytes) {
        Ok(text) => text,
        Err(error) => return whole(error.message),
    };
    // Whoever saves from a spreadsheet in Italian gets semicolons, whatever the proposals have.
    let separators = [format.separator, Separator::default(), Separator(b';')];
    let columns = separators.into_iter().find_map(|separator| {
        let header = Records::new(&text, separator.0).next()?;
        Some((separator, Columns::of(&header)?))
    });
    let Some((separator, columns)) = columns else {
        return whole(no_columns(char::from(format.separator.0)));
    };
    let columns = match columns {
        Ok(columns) => columns,
        Err(why) => return whole(why),
    };
    let mut slide = Slide {
        file: name.to_owned(),
        ..Slide::default()
    };
    for record in Records::new(&text, separator.0).skip(1) {
        if record.cells.iter().all(|it| it.trim().is_empty()) {
            continue;
        }
        let line = record.line;
        match columns.event(call, format, &record) {
            Ok((event, act, day)) => {
                let happened = Happened {
                    line,
                    act,
                    day,
                    event,
                };
                let remarks = odd(call, &happened).into_iter();
                slide.remarks.extend(remarks.map(|why| EventTrouble {
                    line: Some(line),
                    why,
                }));
                slide.events.push(happened);
            }
            Err(wrong) => slide
                .unread
                .extend(wrong.into_iter().map(|why| EventTrouble {
                    line: Some(line),
                    why,
                })),
        }
    }
    if slide.events.is_empty() && slide.unread.is_empty() {
        return whole(Text::new("non c'è nessun evento", "there is no event"));
    }
    slide
}

/// Where each of [`COLUMNS`] stands.
struct Columns {
    places: [Option<usize>; 6],
    count: usize,
}

impl Columns {
    /// Returns where the columns stand, `None` where the line has not all that are needed, and what is
    /// wrong with the others: money must not go elsewhere because a heading is mistyped.
    fn of(header: &Record<'_>) -> Option<Result<Self, Text>> {
        let headings = header.cells.iter();
        let headings: Vec<String> = headings.map(|it| it.trim().to_lowercase()).collect();
        let is = |heading: &str, (it, en): (&str, &str)| heading == it || heading == en;
        let places = COLUMNS.map(|column| headings.iter().position(|it| is(it, column)));
        let needed = places.iter().take(5).all(Option::is_some);
        if !needed || header.flaw.is_some() {
            return None;
        }
        let count = headings.len();
        let mut others = headings.iter().enumerate();
        let other = others.find(|(place, _)| !places.contains(&Some(*place)));
        Some(match other {
            Some((_, heading)) => Err(other_column(heading)),
            None => Ok(Self { places, count }),
        })
    }

    /// Reads an event, with its act and the day of that.
    ///
    /// # Errors
    /// Says all that is wrong with it.
    fn event(
        &self,
        call: &Call,
        format: &Format,
        record: &Record<'_>,
    ) -> Result<(Event, String, Option<Date>), Vec<Text>> {
        if record.flaw.is_some() || record.cells.len() != self.count {
            return Err(vec![Text::new(
                "le celle o le virgolette non tornano con l'intestazione",
                "the cells or quotes do not fit the header",
            )]);
        }
        let cells = self.places.map(|place| {
            let written = place.and_then(|place| record.cells.get(place));
            written.map_or("", |it| it.trim())
        });
        let [event, proposal, amount, day, act, pool] = cells;
        let mut wrong = Vec::new();
        let mut read = |text: &str, kind| {
            let read = read_cell(text, kind, &Reading::default(), format, call.names());
            read.unwrap_or_else(|error| {
                wrong.push(error.message);
                None
            })
        };
        let day = match read(day, Type::Date) {
            Some(Value::Date(day)) => Some(day),
            _ => None,
        };
        let euro = match read(amount, Type::Money) {
            Some(Value::Number(euro)) => Money::from_euro(euro),
            _ => None,
        };
        if act.is_empty() {
            wrong.push(Text::new(
                "manca l'atto su cui l'evento si fonda",
                "the act on which the event rests is missing",
            ));
        }
        let event = match event.to_lowercase().as_str() {
            "più risorse" | "more money" => {
                if !proposal.is_empty() {
                    wrong.push(not_both());
                }
                if amount.is_empty() {
                    wrong.push(Text::new("manca l'importo", "the amount is missing"));
                }
                euro.map(|amount| Event::MoreMoney {
                    amount,
                    to: match pool {
                        "" => To::OneRanking,
                        pool => To::Pools([(pool.to_owned(), amount)].into()),
                    },
                })
            }
            other => match about(other, proposal) {
                Some(event) => {
                    if proposal.is_empty() {
                        wrong.push(Text::new("manca la proposta", "the proposal is missing"));
                    } else if !(amount.is_empty() && pool.is_empty()) {
                        wrong.push(not_both());
                    }
                    Some(event)
                }
                None => {
                    wrong.push(unknown(other));
                    None
                }
            },
        };
        match event.filter(|_| wrong.is_empty()) {
            Some(event) => Ok((event, act.to_owned(), day)),
            None => Err(wrong),
        }
    }
}

/// Returns the event about a proposal that is written so.
fn about(event: &str, proposal: &str) -> Option<Event> {
    let proposal = proposal.to_owned();
    Some(match event {
        "rinuncia" | "renunciation" => Event::Renounced { proposal },
        "revoca" | "revocation" => Event::Revoked { proposal },
        "riserva sciolta" | "reservation cleared" => Event::ReservationCleared { proposal },
        "riserva non sciolta" | "reservation failed" => Event::ReservationFailed { proposal },
        _ => return None,
    })
}

/// Returns what is odd in an event that is taken all the same.
fn odd(call: &Call, happened: &Happened) -> Vec<Text> {
    let mut odd = Vec::new();
    let nothing =
        matches!(happened.event, Event::MoreMoney { amount, .. } if amount == Money::ZERO);
    if nothing {
        odd.push(Text::new(
            "l'evento aggiunge 0,00 €: non cambia niente",
            "the event adds 0.00 EUR: it changes nothing",
        ));
    }
    let closed = call.closes.or(call.opens);
    let closed = closed.map(|it| it.to_zoned(call.zone.clone()).date());
    match (happened.day, closed) {
        (None, _) => odd.push(Text::new(
            "manca la data dell'atto: il verbale non dirà di quando è l'evento",
            "the day of the act is missing: the record will not say when it happened",
        )),
        (Some(day), Some(closed)) if day < closed => {
            let shown = |day: Date, language| {
                let value = Value::Date(day);
                show(&value, Type::Date, call.names(), language)
            };
            let (it, en) = (Language::Italian, Language::English);
            odd.push(Text::new(
                format!(
                    "l'atto è del {}, prima che l'avviso chiudesse ({}): controllare la data",
                    shown(day, it),
                    shown(closed, it)
                ),
                format!(
                    "the act is of {}, before the call closed ({}): check the day",
                    shown(day, en),
                    shown(closed, en)
                ),
            ));
        }
        _ => {}
    }
    odd
}

/// Says that the first line is not the one of a file of events.
fn no_columns(own: char) -> Text {
    let mut separators = vec![own, ',', ';'];
    separators.sort_by_key(|it| *it != own);
    separators.dedup();
    let (last, others) = separators.split_last().unwrap_or((&own, &[]));
    let others: Vec<_> = others.iter().map(|it| format!("`{it}`")).collect();
    let others = others.join(", ");
    Text::new(
        format!(
            "la prima riga deve avere le colonne `evento`, `proposta`, `importo`, `data`, `atto`, separate da {others} o `{last}`"
        ),
        format!(
            "the first line must have the columns `event`, `proposal`, `amount`, `date`, `act`, separated by {others} or `{last}`"
        ),
    )
}

/// Says that a column is none of those, or stands twice.
fn other_column(heading: &str) -> Text {
    let known = COLUMNS.iter().flat_map(|(it, en)| [*it, *en]);
    if known.clone().any(|it| it == heading) {
        return Text::new(
            format!("la colonna `{heading}` c'è due volte"),
            format!("the column `{heading}` is there twice"),
        );
    }
    let near = nearest(heading, known);
    let (it, en) = near.map_or_else(
        || (": toglierla".to_owned(), ": remove it".to_owned()),
        |near| {
            (
                format!("; forse si intendeva `{near}`?"),
                format!("; did you mean `{near}`?"),
            )
        },
    );
    let heading = visible(heading);
    Text::new(
        format!("un file di eventi non ha una colonna `{heading}`{it}"),
        format!("a file of events has no column `{heading}`{en}"),
    )
}

fn not_both() -> Text {
    Text::new(
        "un evento riguarda una proposta, o porta un importo: non tutt'e due",
        "an event is about a proposal, or brings an amount: not both",
    )
}

/// What may happen, in Italian and English.
const EVENTS: [(&str, &str); 5] = [
    ("più risorse", "more money"),
    ("rinuncia", "renunciation"),
    ("revoca", "revocation"),
    ("riserva sciolta", "reservation cleared"),
    ("riserva non sciolta", "reservation failed"),
];

fn unknown(event: &str) -> Text {
    let known = EVENTS.iter().flat_map(|(it, en)| [*it, *en]);
    let near = nearest(event, known);
    let event = visible(event);
    if let Some(near) = near {
        return Text::new(
            format!("`{event}` non è un evento; forse si intendeva `{near}`?"),
            format!("`{event}` is no event; did you mean `{near}`?"),
        );
    }
    let [it, en] = [0, 1].map(|language| {
        let names = EVENTS.map(|(it, en)| if language == 0 { it } else { en });
        names.join(", ")
    });
    Text::new(
        format!("`{event}` non è un evento: {it}"),
        format!("`{event}` is no event: {en}"),
    )
}
