//! An outcome, made again from the inputs kept beside it.

use super::copies::{Copy, InputKind, given_name, slide_of};
use super::events::events;
use super::manifest::{Manifest, Settings};
use crate::assessment::Stage;
use crate::call::{Call, Test};
use crate::diagnostic::Diagnostic;
use crate::engine::{
    self, EventTrouble, Frozen, Outcome, Slide, SlideTrouble, committed_since, proposals_to_mark,
    rank_and_slide,
};
use crate::facts::{ProposalsFile, Received};
use crate::report::{List, lists, outcome_with};
use crate::scoring::{Assignments, Marks, MarksFile, MarksRequest, read_assignments, read_marks};
use crate::source::{FileError, Files, Sources};
use crate::syntax;
use crate::text::{Language, Text};

/// What inputs come to.
pub(super) struct Recomputed {
    /// The record.
    pub(super) text: String,
    /// The lists, in Italian and in English.
    pub(super) lists: [Vec<List>; 2],
    /// What the record says of its inputs.
    pub(super) manifest: Manifest,
    /// The stage of the procedure.
    pub(super) stage: Stage,
    /// The rule file.
    pub(super) sources: Sources,
    /// The call.
    pub(super) call: Call,
    /// The tests of the rule file.
    pub(super) tests: Vec<Test>,
    /// What became of its proposals.
    pub(super) outcome: Outcome,
    /// What is odd in the events of the last slide.
    pub(super) remarks: Vec<EventTrouble>,
}

/// Why inputs make no outcome.
#[derive(Debug)]
pub(super) enum NoOutcome {
    /// An input cannot be read.
    Input(Text),
    /// There is no ranking, or no slide down it.
    Slide(SlideTrouble),
}

impl From<Text> for NoOutcome {
    fn from(why: Text) -> Self {
        Self::Input(why)
    }
}

impl NoOutcome {
    /// Says it in one sentence; of events, with the file in which they are kept.
    pub(super) fn text(self, copies: &[Copy]) -> Text {
        match self {
            Self::Input(why)
            | Self::Slide(SlideTrouble::NoRanking(why) | SlideTrouble::NoSlide(why)) => why,
            Self::Slide(SlideTrouble::Events { slide, troubles }) => {
                let mut files = copies.iter().filter(|it| it.kind == InputKind::Events);
                let file = files.nth(slide).map_or("", |it| it.file.as_str());
                let told = |language| {
                    let each = troubles.iter().map(|it| {
                        let line = it.line.map_or_else(String::new, |line| format!(":{line}"));
                        format!("`{file}{line}`: {}", it.why.get(language))
                    });
                    each.collect::<Vec<_>>().join("; ")
                };
                Text::new(told(Language::Italian), told(Language::English))
            }
        }
    }
}

/// Ranks the proposals anew.
///
/// # Errors
/// Says why the inputs make no outcome.
pub(super) fn recompute(
    settings: Settings,
    stage: Stage,
    copies: &[Copy],
) -> Result<Recomputed, NoOutcome> {
    let manifest = Manifest::new(settings, copies);
    let (call, tests, sources) = call(&manifest, copies)?;
    let received = received(&call, copies)?;
    let marks = marks(&call, &received, &manifest, stage, copies)?;
    let frozen = only(copies, InputKind::Frozen)
        .map(|copy| Frozen::read(&call, &sources, &String::from_utf8_lossy(&copy.bytes)))
        .transpose()?;
    let slides = copies.iter().filter(|copy| copy.kind == InputKind::Events);
    let slides: Vec<Slide> = slides
        .map(|copy| {
            let slide = events(&call, (&copy.file, &copy.bytes));
            with_programme(&call, slide, copy, copies)
        })
        .collect();
    let frozen = frozen.as_ref();
    let outcome = rank_and_slide(&call, received, &marks, frozen, stage, &slides);
    let outcome = outcome.map_err(NoOutcome::Slide)?;
    let last = slides.into_iter().last();
    let committed = last
        .as_ref()
        .and_then(|slide| committed_since(&call, slide, &outcome));
    let mut remarks = last.map(|it| it.remarks).unwrap_or_default();
    remarks.extend(committed);
    Ok(Recomputed {
        remarks,
        text: outcome_with(&call, &sources, stage, &outcome, Some(&manifest)),
        lists: [Language::Italian, Language::English].map(|it| lists(&call, &outcome, it)),
        manifest,
        stage,
        sources,
        call,
        tests,
        outcome,
    })
}

impl Recomputed {
    /// Returns the lists, headed and worded in `language`.
    pub(super) fn lists(&self, language: Language) -> &[List] {
        let [italian, english] = &self.lists;
        match language {
            Language::Italian => italian,
            Language::English => english,
        }
    }

    /// Puts the digests that a record states in place of those of the inputs, so that an input
    /// which has changed is not told again as a difference of the record.
    pub(super) fn with_digests_of(&mut self, recorded: &Manifest) {
        for listed in &mut self.manifest.inputs {
            let mut all = recorded.inputs.iter();
            let same = all.find(|it| it.kind == listed.kind && it.file == listed.file);
            if let Some(same) = same {
                listed.sha256.clone_from(&same.sha256);
            }
        }
        let manifest = Some(&self.manifest);
        self.text = outcome_with(
            &self.call,
            &self.sources,
            self.stage,
            &self.outcome,
            manifest,
        );
    }
}

fn call(manifest: &Manifest, copies: &[Copy]) -> Result<(Call, Vec<Test>, Sources), Text> {
    let rules = needed(copies, InputKind::Rules)?;
    let text = syntax::decode(&rules.bytes, &rules.file);
    let text = text.map_err(|diagnostic| diagnostic.message)?;
    let mut sources = Sources::default();
    let file = sources.add(&rules.file, text);
    let checked = engine::check(&sources, file, &Tables(copies, &rules.file));
    let Some(mut call) = checked.call else {
        return Err(first_error(&checked.diagnostics));
    };
    call.counting_date = manifest.counting_date;
    call.seed.clone_from(&manifest.seed);
    Ok((call, checked.tests, sources))
}

/// Gives a slide the programme as it stands at it: the last one that came with it or a slide before.
fn with_programme(call: &Call, slide: Slide, events: &Copy, copies: &[Copy]) -> Slide {
    let number = slide_of(events);
    let mut later = copies
        .iter()
        .filter(|it| it.kind == InputKind::LaterProgramme && slide_of(it) <= number);
    match later.next_back() {
        Some(copy) => slide.with_programme(call, given_name(copy), &copy.bytes),
        None => slide,
    }
}

/// Reads the proposals.
pub(super) fn received(call: &Call, copies: &[Copy]) -> Result<Received, Text> {
    let file = needed(copies, InputKind::Proposals)?;
    let kind = engine::file_kind(&file.file).ok_or_else(|| missing(InputKind::Proposals))?;
    let received = engine::read(
        call,
        &ProposalsFile {
            name: &file.file,
            bytes: &file.bytes,
            kind,
        },
    );
    if received.unreadable {
        let refused = received.refused.first();
        let diagnostics = refused.map(|it| it.diagnostics.as_slice());
        return Err(first_error(diagnostics.unwrap_or_default()));
    }
    Ok(received)
}

fn marks(
    call: &Call,
    received: &Received,
    manifest: &Manifest,
    stage: Stage,
    copies: &[Copy],
) -> Result<Marks, Text> {
    let files: Vec<MarksFile<'_>> = copies
        .iter()
        .filter(|copy| copy.kind == InputKind::Marks)
        .map(marks_file)
        .collect();
    let known = received.ids();
    let assignments = match (
        only(copies, InputKind::Assignments),
        manifest.evaluators.as_deref(),
    ) {
        (Some(copy), _) => Some(read_assignments(&marks_file(copy), &known)),
        (None, Some(names)) => Some(Assignments::all_to_all(names)),
        (None, None) if files.is_empty() => return Ok(Marks::default()),
        (None, None) => None,
    };
    let assignments = assignments.transpose();
    let assignments = assignments.map_err(|errors| first_error(&errors))?;
    let Some(grid) = &call.grid else {
        return Err(Text::new(
            "le regole non hanno criteri che la commissione giudica",
            "the rules have no criterion that the panel marks",
        ));
    };
    let to_mark = proposals_to_mark(call, received, stage);
    let read = read_marks(
        &MarksRequest {
            call,
            grid,
            assignments: assignments.as_ref(),
            known: &known,
            to_mark: &to_mark.into_iter().map(|it| it.id).collect(),
        },
        &files,
    );
    read.marks.ok_or_else(|| first_error(&read.diagnostics))
}

fn marks_file(copy: &Copy) -> MarksFile<'_> {
    MarksFile {
        name: &copy.file,
        bytes: &copy.bytes,
    }
}

fn only(copies: &[Copy], kind: InputKind) -> Option<&Copy> {
    copies.iter().find(|copy| copy.kind == kind)
}

fn needed(copies: &[Copy], kind: InputKind) -> Result<&Copy, Text> {
    only(copies, kind).ok_or_else(|| missing(kind))
}

fn missing(kind: InputKind) -> Text {
    match kind {
        InputKind::Rules => Text::new(
            "il verbale non nomina il file delle regole",
            "the record names no rule file",
        ),
        _ => Text::new(
            "il verbale non nomina un file di proposte",
            "the record names no file of proposals",
        ),
    }
}

fn first_error(diagnostics: &[Diagnostic]) -> Text {
    let error = diagnostics.iter().find(|it| it.is_error());
    error.map_or_else(
        || Text::new("non si può leggere", "it cannot be read"),
        |it| it.message.clone(),
    )
}

/// The tables, the programme and its ledger kept beside a rule file.
struct Tables<'a>(&'a [Copy], &'a str);

impl Files for Tables<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, FileError> {
        let folder = self.1.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = format!("{folder}/{name}");
        let mut tables = self.0.iter();
        let table = tables.find(|it| it.kind.is_named_by_rules() && it.file == file);
        table
            .map(|it| it.bytes.clone())
            .ok_or_else(|| FileError::NotFound {
                looked_in: vec![folder.to_owned()],
            })
    }
}
