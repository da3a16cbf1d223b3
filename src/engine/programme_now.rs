//! The programme of an envelope as it stands at a slide.

use super::events::{EventTrouble, Slide};
use super::new_money::{from_programme, in_words};
use super::reasons::money_text;
use crate::analysis::from_programme::{acts_of_lines, programme_of};
use crate::call::{ActOfLines, Call, FromProgramme};
use crate::number::Money;
use crate::programme::{LineId, Moment, Programme};
use crate::text::{Language, Text};

impl Slide {
    /// Returns the slide with the acts of the programme as it stands now; what is wrong with that
    /// programme is noted beside the events.
    #[must_use]
    pub fn with_programme(mut self, call: &Call, name: &str, bytes: &[u8]) -> Self {
        match acts_now(call, name, bytes) {
            Ok(acts) => {
                let remarks = put_in_before(call, name, &acts).into_iter();
                self.remarks
                    .extend(remarks.map(|why| EventTrouble { line: None, why }));
                self.acts = Some(acts);
            }
            Err(why) => self.unread.push(EventTrouble { line: None, why }),
        }
        self
    }
}

/// Returns what the acts of a programme bring to the lines of the call, in the programme as it stands
/// now: what the envelope counted must still stand there.
fn acts_now(call: &Call, name: &str, bytes: &[u8]) -> Result<Vec<ActOfLines>, Text> {
    let from = from_programme(call).ok_or_else(|| {
        Text::new(
            format!("`{name}`: la dotazione dell'avviso non viene da un programma: togliere `--programme`"),
            format!("`{name}`: the envelope of the call comes from no programme: remove `--programme`"),
        )
    })?;
    let programme = programme_of(name, bytes).ok_or_else(|| {
        Text::new(
            format!("`{name}` non è il file di un programma, o contiene errori: `bando check` dice quali"),
            format!("`{name}` is not the file of a programme, or has errors: `bando check` says which"),
        )
    })?;
    if programme.name != from.name {
        let (now, then) = (&programme.name, &from.name);
        return Err(Text::new(
            format!("`{name}` è il programma `{now}`, e la dotazione viene dal programma `{then}`"),
            format!(
                "`{name}` is programme `{now}`, and the envelope comes from programme `{then}`"
            ),
        ));
    }
    let moment = counted(&programme, from).ok_or_else(|| {
        let act = from.act.as_deref().unwrap_or_default();
        Text::new(
            format!("in `{name}` non c'è più l'atto `{act}`, con cui è fatta la dotazione"),
            format!("`{name}` no longer has act `{act}`, of which the envelope is made"),
        )
    })?;
    let mut lines: Vec<LineId> = Vec::new();
    for line in &from.lines {
        let found = programme.line_called(&line.name);
        let held = found.and_then(|it| programme.allocation(it, moment));
        let Some((id, held)) = found.zip(held) else {
            let line = &line.name;
            return Err(Text::new(
                format!("in `{name}` non c'è più la linea `{line}`, da cui viene la dotazione"),
                format!("`{name}` no longer has line `{line}`, from which the envelope comes"),
            ));
        };
        if held != line.allocated {
            return Err(rewritten(call, name, &line.name, (line.allocated, held)));
        }
        lines.push(id);
    }
    acts_of_lines(&programme, &lines, moment).ok_or_else(|| {
        Text::new(
            format!("`{name}`: gli importi sono troppo grandi per essere contati in centesimi"),
            format!("`{name}`: the amounts are too large to be counted in cents"),
        )
    })
}

/// Finds the moment at which the envelope was made.
fn counted(programme: &Programme, from: &FromProgramme) -> Option<Moment> {
    match &from.act {
        None => Some(Moment::Before),
        Some(act) => programme.act_called(act).map(Moment::After),
    }
}

fn rewritten(call: &Call, name: &str, line: &str, amounts: (Money, Money)) -> Text {
    let (then, now) = amounts;
    let told = |language| {
        let text = |amount| money_text(call, amount, language);
        (text(then), text(now))
    };
    let ((then_it, now_it), (then_en, now_en)) = (told(Language::Italian), told(Language::English));
    Text::new(
        format!(
            "in `{name}` gli atti con cui è fatta la dotazione danno alla linea `{line}` {now_it}, e nel verbale {then_it}: ciò che è stato assegnato non si riscrive, lo cambia un atto nuovo"
        ),
        format!(
            "in `{name}` the acts of which the envelope is made give line `{line}` {now_en}, and {then_en} in the record: what was allocated is not rewritten, a new act changes it"
        ),
    )
}

/// Says which acts stand in the programme now by the day that counts, and did not at the ranking.
fn put_in_before(call: &Call, name: &str, acts: &[ActOfLines]) -> Vec<Text> {
    let day = from_programme(call).and_then(|it| it.day);
    let found = acts.iter().filter_map(|act| {
        let (date, day) = act.date.zip(day)?;
        if act.is_counted || act.brings == Money::ZERO || date > day {
            return None;
        }
        let act = &act.name;
        let [(date_it, date_en), (day_it, day_en)] = [date, day].map(in_words);
        Some(Text::new(
            format!(
                "in `{name}` l'atto `{act}` è del {date_it}, entro il giorno che conta ({day_it}), e alla graduatoria non c'era: la dotazione di allora non ne tiene conto; verificarne la data"
            ),
            format!(
                "in `{name}` act `{act}` is of {date_en}, not after the day that counts ({day_en}), and was not there at the ranking: the envelope of then takes no account of it; check its date"
            ),
        ))
    });
    found.collect()
}
