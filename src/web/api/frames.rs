//! What every answer about a call says alike, as JSON: written once, when the call is loaded.

use serde_json::Value as Json;

use super::super::verdict::Judged;
use super::describe;
use crate::call::{Call, Consequence};
use crate::precheck::{self, Answers};
use crate::report::FindingFrame;

/// Room for so many bytes is made for an answer; it grows where that is not enough.
const USUAL_LENGTH: usize = 32_768;

/// What every answer about a call says alike.
#[derive(Clone, Debug)]
pub(in crate::web) struct Frames {
    /// One for each requirement, with what follows where it is not met and no exception says else.
    requirements: Vec<(FindingFrame, Consequence, String)>,
    /// For each document its name, and its JSON with and without certainty.
    documents: Vec<(String, [String; 2])>,
    contacts: String,
}

impl Frames {
    /// Writes what every answer about a call says alike.
    pub(in crate::web) fn of(call: &Call) -> Self {
        let requirements = call.requirements.iter().map(|it| {
            let follows = describe::consequence(it.consequence).to_string();
            (FindingFrame::of(call, it), it.consequence, follows)
        });
        let documents = call.documents.iter().map(|it| {
            let both = [false, true].map(|certain| describe::document(call, it, certain));
            (it.name.clone(), both.map(|it| it.to_string()))
        });
        Self {
            requirements: requirements.collect(),
            documents: documents.collect(),
            contacts: describe::contacts(call).to_string(),
        }
    }

    /// Returns an answer of the interface: the outline, every requirement with what it means for the
    /// applicant, the documents to prepare, and whom to ask.
    pub(super) fn assessment(
        &self,
        call: &Call,
        outline: &Json,
        judged: &Judged,
        answers: &Answers,
    ) -> String {
        let mut out = String::with_capacity(USUAL_LENGTH);
        out.push_str(&outline.to_string());
        // More follows.
        out.pop();
        out.push_str(",\"requirements\":[");
        let mut first = true;
        let findings = judged.findings.iter().zip(&judged.standings);
        for ((finding, standing), waits) in findings.zip(&judged.waits) {
            let place = finding.requirement.index();
            let (Some(requirement), Some((frame, usual, follows))) =
                (call.requirements.get(place), self.requirements.get(place))
            else {
                continue;
            };
            if !std::mem::take(&mut first) {
                out.push(',');
            }
            frame.write_open(call, requirement, finding, &mut out);
            out.push_str(",\"standing\":\"");
            out.push_str(standing.code());
            out.push_str("\",\"missing\":");
            let missing: Json = waits.iter().map(|it| it.name(call)).collect();
            out.push_str(&missing.to_string());
            out.push_str(",\"consequence\":");
            if finding.consequence == *usual {
                out.push_str(follows);
            } else {
                out.push_str(&describe::consequence(finding.consequence).to_string());
            }
            out.push('}');
        }
        out.push_str("],\"documents\":[");
        let mut first = true;
        for needed in precheck::documents(call, answers) {
            let name = &needed.document.name;
            let frames = self.documents.iter().find(|(it, _)| it == name);
            if let Some((_, [perhaps, certain])) = frames {
                if !std::mem::take(&mut first) {
                    out.push(',');
                }
                out.push_str(if needed.certain { certain } else { perhaps });
            }
        }
        out.push_str("],\"contacts\":");
        out.push_str(&self.contacts);
        out.push('}');
        out
    }
}
