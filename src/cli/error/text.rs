//! What people are told of each error.

use std::path::Path;

use super::CliError;
use super::files::{half_written, left_behind, nothing_read, other_outcome, told, unknown_kind};
use super::names::{
    a_programme, no_act, no_programme, no_sheet, no_weights, nothing_to_mark, refused_proposal,
    unknown,
};
use super::slides::{events, no_slide, other_seed};
use crate::text::{Language, Text};

impl CliError {
    /// Says that a file is a call where a programme is needed, or the other way round.
    fn other_file(&self, path: &Path) -> Text {
        match self {
            Self::Programme { .. } => a_programme(path),
            _ => no_programme(path),
        }
    }

    /// Returns what to tell people.
    pub(in crate::cli) fn text(&self) -> Text {
        match self {
            Self::Read { path, source } => told(
                ("non si può leggere", "cannot read"),
                &path.display().to_string(),
                source,
            ),
            Self::Write { path, source } => told(
                ("non si può scrivere", "cannot write"),
                &path.display().to_string(),
                source,
            ),
            Self::HalfWritten {
                folder,
                last,
                aside,
                why,
            } => half_written(folder, last, aside, why),
            Self::LeftBehind { path, source } => left_behind(path, source),
            #[cfg(feature = "web")]
            Self::Serve(trouble) => trouble.text(),
            Self::Output(source) => told(("non si può scrivere", "cannot write"), "stdout", source),
            Self::OtherOutcome { path } => other_outcome(path),
            Self::NotFrozen { path, why }
            | Self::NoRecord { path, why }
            | Self::NoList { path, why } => Text::new(
                format!("`{}`: {}", path.display(), why.get(Language::Italian)),
                format!("`{}`: {}", path.display(), why.get(Language::English)),
            ),
            Self::Exists { path } => Text::new(
                format!("`{}` esiste già; non viene sovrascritto", path.display()),
                format!("`{}` exists already and is not overwritten", path.display()),
            ),
            Self::UnknownKind { path } => unknown_kind(path),
            Self::Programme { path } | Self::NoProgramme { path } => self.other_file(path),
            Self::NoAct { act, known } => no_act(act, known),
            Self::RefusedProposal { id, place } => refused_proposal(id, place),
            Self::NothingRead { path } => nothing_read(path),
            Self::UnknownName { name, near } => unknown(
                (
                    "niente nell'avviso si chiama",
                    "nothing in the call is called",
                ),
                name,
                near.as_deref(),
            ),
            Self::UnknownCode { word, near } => unknown(
                ("nessun messaggio ha il codice", "no message has the code"),
                word,
                near.as_deref(),
            ),
            Self::UnknownProposal { id, near } => unknown(
                ("nessuna proposta ha l'id", "no proposal has the id"),
                id,
                near.as_deref(),
            ),
            Self::BadName { name } => Text::new(
                format!(
                    "`{name}` non può essere il nome di un avviso: servono lettere minuscole, cifre e `_`, con una lettera all'inizio"
                ),
                format!(
                    "`{name}` cannot name a call: use lowercase letters, digits and `_`, a letter first"
                ),
            ),
            Self::NothingToMark { path } => nothing_to_mark(path),
            Self::Incomparable { why } | Self::NoProfile { why } => why.clone(),
            Self::Sheet { evaluator, source } => no_sheet(evaluator, source),
            Self::NoBook(why) => Text::new(
                format!("il foglio di calcolo della graduatoria non si può comporre: {why}"),
                format!("the workbook of the ranking cannot be put together: {why}"),
            ),
            Self::NoTemplate(text) | Self::NoShares(text) => text.clone(),
            Self::NoSlide(why) => no_slide(why),
            Self::Events { path, count } => events(path, *count),
            Self::OtherSeed(drawn) => other_seed(drawn),
            Self::NoWeights { path } => no_weights(path),
            Self::FormatOfAssess
            | Self::FormatOfSchema
            | Self::WorkbookToTerminal
            | Self::NoLot
            | Self::BadSeed
            | Self::NoPublished
            | Self::RecordSettles
            | Self::NoEnvelope
            | Self::NotLarger => self.of_the_line(),
        }
    }

    /// Says what of the line typed does not go with the call, or the rest of the line.
    fn of_the_line(&self) -> Text {
        match self {
            Self::FormatOfAssess => Text::new(
                "`--format jsonl` vale solo per `bando assess`",
                "`--format jsonl` is for `bando assess` only",
            ),
            Self::FormatOfSchema => Text::new(
                "`--format json-schema`, `csv` e `xlsx` valgono solo per `bando schema`",
                "`--format json-schema`, `csv` and `xlsx` are for `bando schema` only",
            ),
            Self::WorkbookToTerminal => Text::new(
                "un foglio di calcolo non si può mostrare qui: dire in quale file scriverlo, con `--out modello.xlsx`",
                "a workbook cannot be shown here: say into which file to write it, with `--out template.xlsx`",
            ),
            Self::NoLot => Text::new(
                "questo avviso non prevede un sorteggio: togliere `--seed`",
                "this call has no lot: remove `--seed`",
            ),
            Self::BadSeed => Text::new(
                "il testo sorteggiato è vuoto, comincia o finisce con uno spazio, o contiene caratteri invisibili: scriverlo come è stato pubblicato",
                "the text drawn is empty, begins or ends with a space, or holds characters that cannot be seen: write it as it was published",
            ),
            Self::NoPublished => Text::new(
                "con due soli nomi il primo è il verbale di una graduatoria o di uno scorrimento, cioè la cartella di `--out` o il suo `outcome.json`; con un file di regole servono anche le proposte: `bando audit AVVISO PROPOSTE ELENCO`",
                "with two names only the first is the record of a ranking or of a slide, which is the folder of `--out` or its `outcome.json`; with a rule file the proposals are needed too: `bando audit CALL PROPOSALS PUBLISHED`",
            ),
            Self::RecordSettles => Text::new(
                "voti, testo sorteggiato, momento e giorno stanno nel verbale: togliere `--marks`, `--seed`, `--frozen`, `--stage`, `--as-of` e `--data`",
                "marks, the text drawn, stage and day stand in the record: remove `--marks`, `--seed`, `--frozen`, `--stage`, `--as-of` and `--data`",
            ),
            Self::NoEnvelope => Text::new(
                "l'avviso non ha una dotazione, o non si sa quale sua versione vale: dire quale ripartire, con `--envelope 3220000`, o in che giorno, con `--as-of 2026-01-31`",
                "the call has no envelope, or it is not known which version counts: say which to share out, with `--envelope 3220000`, or on which day, with `--as-of 2026-01-31`",
            ),
            _ => Text::new(
                "`--compare` vuole una dotazione maggiore di quella ripartita",
                "`--compare` needs an envelope larger than the one shared out",
            ),
        }
    }
}
