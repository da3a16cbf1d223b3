//! What an applicant has answered so far. It is kept nowhere: each form carries it on.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::call::{Call, FactId, FieldId, ListId, Supplier, Type, show_plain};
use crate::diagnostic::DataPlace;
use crate::facts::{Proposal, RefusedRow, read_answers};
use crate::precheck::{Answer, Answers, Depth, Question};
use crate::value::{Record, Value};

/// The longest text of answers that an address carries, in bytes.
pub(super) const MOST_IN_ADDRESS: usize = 6 * 1_024;
/// More questions than this are not put to one applicant.
const MOST_PUT: usize = 1_000;

/// What an applicant has answered so far.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    /// The answers.
    pub(super) answers: Answers,
    /// The questions that were put, in the order of their answers.
    pub(super) put: Vec<Question>,
    /// How far the questions go on.
    pub(super) depth: Depth,
    /// What was sent and is not the applicant's to state: it is left out of account.
    pub(super) left_out: Vec<FactId>,
}

impl Carried {
    /// Returns no answers yet.
    pub(super) fn none(call: &Call) -> Self {
        Self {
            answers: Answers::none(call),
            put: Vec::new(),
            depth: Depth::Verdict,
            left_out: Vec::new(),
        }
    }

    /// Reads what [`Carried::json`] and [`Carried::put_names`] wrote: what can be read of it, and
    /// what cannot.
    pub(super) fn read(call: &Call, json: &str, put: &str) -> (Self, Option<Box<RefusedRow>>) {
        let mut carried = Self::none(call);
        let mut refused = None;
        if !json.is_empty() {
            let facts = match read_answers(call, json.as_bytes()) {
                Ok(facts) => facts,
                Err(mut row) => {
                    let facts = std::mem::take(&mut row.facts);
                    refused = Some(row);
                    facts
                }
            };
            let (facts, left_out) = own(call, facts);
            carried.answers = Answers::of(facts);
            carried.left_out = left_out;
        }
        let written: Option<Json> = refused
            .as_ref()
            .and_then(|_| serde_json::from_str(json).ok());
        let mut seen = BTreeSet::new();
        let named = put.split(' ').filter(|name| !name.is_empty());
        for (name, question) in named
            .take(MOST_PUT)
            .filter_map(|it| Some((it, Question::named(call, it)?)))
        {
            if carried.answers.get(&question) == Answer::NotYet {
                // Who gave an answer that no longer holds has not said "I don't know".
                if written.as_ref().is_some_and(|it| stands_in(it, name)) {
                    continue;
                }
                carried.answers.do_not_know(&question);
            }
            if seen.insert(question.clone()) {
                carried.put.push(question);
            }
        }
        // Whatever has a value has been answered, also where nobody says that it was asked.
        for question in stated(call, carried.answers.facts()) {
            if carried.put.len() < MOST_PUT && seen.insert(question.clone()) {
                carried.put.push(question);
            }
        }
        (carried, refused)
    }

    /// Notes that a question was put.
    pub(super) fn was_put(&mut self, question: &Question) {
        if !self.put.contains(question) {
            self.put.push(question.clone());
        }
        let answers = &self.answers;
        // What stood in an item that is gone was never asked.
        self.put.retain(|it| answers.get(it) != Answer::NotYet);
    }

    /// Takes one item out of a list.
    pub(super) fn remove_item(&mut self, list: &Question, item: usize) {
        if self.answers.remove_item(list, item) {
            let put = std::mem::take(&mut self.put).into_iter();
            self.put = put.filter_map(|it| it.without_item(list, item)).collect();
        }
    }

    /// Returns the names of the questions that were put, parted by spaces.
    pub(super) fn put_names(&self, call: &Call) -> String {
        let names: Vec<String> = self.put.iter().map(|it| it.name(call)).collect();
        names.join(" ")
    }

    /// Returns the answers as the API takes them.
    pub(super) fn json(&self, call: &Call) -> String {
        let mut object = Map::new();
        for (fact, value) in call.facts.iter().zip(self.answers.facts()) {
            if let Some(value) = value {
                place(&mut object, &fact.name, json_of(call, value, fact.kind));
            }
        }
        Json::Object(object).to_string()
    }
}

/// Returns the facts that are the applicant's to state, and which others were stated: what the office
/// or the commission finds, nobody finds for them.
pub(super) fn own(call: &Call, mut facts: Vec<Option<Value>>) -> (Vec<Option<Value>>, Vec<FactId>) {
    let mut left_out = Vec::new();
    for (id, (fact, value)) in (0..).map(FactId).zip(call.facts.iter().zip(&mut facts)) {
        if fact.supplier != Supplier::Applicant && value.take().is_some() {
            left_out.push(id);
        }
    }
    (facts, left_out)
}

/// Tells whether anything but `null` stands where a name such as `partners.2.form` says.
fn stands_in(answers: &Json, name: &str) -> bool {
    let found = name
        .split('.')
        .try_fold(answers, |within, part| match within {
            Json::Array(items) => items.get(part.parse::<usize>().ok()?.checked_sub(1)?),
            _ => within.get(part),
        });
    found.is_some_and(|it| !it.is_null())
}

/// Returns the proposal that these facts make.
pub(super) fn proposal(facts: &[Option<Value>]) -> Proposal {
    Proposal {
        id: "pre-check".to_owned(),
        facts: facts.to_vec(),
        compare: BTreeMap::new(),
        place: DataPlace::default(),
    }
}

/// Returns the questions to which these facts are answers.
fn stated(call: &Call, facts: &[Option<Value>]) -> Vec<Question> {
    let mut questions = Vec::new();
    for (id, (fact, value)) in (0..).map(FactId).zip(call.facts.iter().zip(facts)) {
        if let Some(value) = value {
            stated_in(call, &Question::of(id), value, fact.kind, &mut questions);
        }
    }
    questions
}

fn stated_in(
    call: &Call,
    question: &Question,
    value: &Value,
    kind: Type,
    questions: &mut Vec<Question>,
) {
    questions.push(question.clone());
    let (Value::List(records), Type::List(list)) = (value, kind) else {
        return;
    };
    let fields = call
        .lists
        .get(list.index())
        .map_or(&[][..], |it| &it.fields);
    for (place, record) in records.iter().enumerate() {
        for (id, (field, value)) in (0..).map(FieldId).zip(fields.iter().zip(&record.fields)) {
            if let Some(value) = value {
                let inner = question.field(place, id);
                stated_in(call, &inner, value, field.kind, questions);
            }
        }
    }
}

/// Puts a value where its dotted name says.
fn place(object: &mut Map<String, Json>, name: &str, value: Json) {
    match name.split_once('.') {
        None => {
            object.insert(name.to_owned(), value);
        }
        Some((record, rest)) => {
            let inner = object
                .entry(record)
                .or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}

/// Returns a value as proposals in JSON write it.
fn json_of(call: &Call, value: &Value, kind: Type) -> Json {
    match (value, kind) {
        (Value::YesNo(yes), _) => json!(yes),
        (Value::Set(variants), Type::Set(of)) => {
            let one = |it| show_plain(&Value::Variant(it), Type::Enum(of), call.names());
            let names: Vec<Json> = variants.iter().map(|it| json!(one(*it))).collect();
            Json::Array(names)
        }
        (Value::List(records), Type::List(of)) => {
            let records = records.iter().map(|it| json_of_record(call, it, of));
            Json::Array(records.collect())
        }
        _ => json!(show_plain(value, kind, call.names())),
    }
}

fn json_of_record(call: &Call, record: &Record, list: ListId) -> Json {
    let mut object = Map::new();
    let fields = call.lists.get(list.index()).into_iter();
    let fields = fields.flat_map(|list| &list.fields);
    for (field, value) in fields.zip(&record.fields) {
        if let Some(value) = value {
            place(&mut object, &field.name, json_of(call, value, field.kind));
        }
    }
    Json::Object(object)
}
