//! Marks: the sheets that go out to evaluators, and what comes back.

mod cases;
mod round_trip;
mod workbook;
mod written;

use std::collections::BTreeSet;

use bando::call::{
    Call, Coefficient, Criterion, CriterionId, Expr, ExprKind, Grid, Marking, Method, Panel,
    Published, Scale, ScaleId, ScaleKind, Type,
};
use bando::engine::ProposalToMark;
use bando::number::{Fraction, Money};
use bando::report::{SheetsRequest, marking_sheet};
use bando::scoring::{Assignments, MarksFile, MarksRead, MarksRequest, read_marks};
use bando::source::{FileId, Span};
use bando::text::{Language, Text};
use bando::value::Value;

use crate::support::call::CallBuilder;

const SPAN: Span = Span {
    file: FileId(0),
    start: 0,
    end: 0,
};

/// The SHA-256 that the rule file of the tests has.
const RULES: &str = "4f2c";

/// A call whose panel marks A1 by words and A2 by points; B is computed.
fn call() -> Call {
    let mut call = CallBuilder::new()
        .fact("applicant", Type::Text)
        .fact("cost", Type::Money)
        .build();
    "centri_servizi".clone_into(&mut call.name);
    call.title = Text::new("Centri servizi & comunità", "Service centres & communities");
    call.proposals.publish = vec![
        published("Soggetto proponente", "Applicant", 0, Type::Text),
        // As one of the columns that are read back.
        published("Nota", "Note", 1, Type::Money),
    ];
    call.grid = Some(grid());
    call
}

fn published(it: &str, en: &str, fact: u32, ty: Type) -> Published {
    Published {
        heading: Text::new(it, en),
        value: Expr {
            kind: ExprKind::Fact(bando::call::FactId(fact)),
            ty,
            span: SPAN,
        },
    }
}

fn grid() -> Grid {
    let words = [
        ("insufficiente", "Insufficiente", "Insufficient", 0),
        ("scarso", "Scarso", "Poor", 2),
        ("sufficiente", "Più che sufficiente, non buono", "Fair", 6),
        ("ottimo", "Ottimo", "Excellent", 10),
    ];
    let words = words.map(|(name, it, en, tenths)| Coefficient {
        name: name.to_owned(),
        label: Text::new(it, en),
        share: Fraction::new(tenths, 10).unwrap(),
    });
    let points = ScaleKind::Points {
        least: Fraction::ZERO,
        greatest: Fraction::integer(10),
        step: Fraction::new(1, 2).unwrap(),
    };
    let scale = |name: &str, kind| Scale {
        name: name.to_owned(),
        kind,
        span: SPAN,
    };
    let marked = |scale| {
        Method::Marked(Marking {
            scale: ScaleId(scale),
            panel: Panel::Mean,
        })
    };
    let formula = Method::Formula(Expr {
        kind: ExprKind::Constant(Value::Number(Fraction::ONE)),
        ty: Type::Number,
        span: SPAN,
    });
    Grid {
        citations: Vec::new(),
        max: Fraction::integer(35),
        threshold: None,
        rounding: None,
        everyone: false,
        scales: vec![
            scale("coefficienti", ScaleKind::Coefficients(words.to_vec())),
            scale("decimi", points),
        ],
        criteria: vec![
            criterion("A", ("Qualità", "Quality"), None, 30, Method::Sum),
            criterion(
                "A1",
                ("Analisi dei bisogni", "Needs"),
                Some(0),
                10,
                marked(0),
            ),
            criterion("A2", ("Rete", "Network"), Some(0), 20, marked(1)),
            criterion("B", ("Costo", "Cost"), None, 5, formula),
        ],
        span: SPAN,
    }
}

fn criterion(
    name: &str,
    title: (&str, &str),
    parent: Option<u32>,
    max: i128,
    method: Method,
) -> Criterion {
    Criterion {
        name: name.to_owned(),
        title: Text::new(title.0, title.1),
        parent: parent.map(CriterionId),
        premium: false,
        max: Fraction::integer(max),
        minimum: None,
        method,
        rounding: None,
        citations: Vec::new(),
        span: SPAN,
    }
}

fn to_mark(ids: &[&str]) -> Vec<ProposalToMark> {
    let each = ids.iter().zip(1_i64..);
    each.map(|(id, number)| ProposalToMark {
        id: (*id).to_owned(),
        published: vec![
            Some(Value::Text(format!("Comune di {id}"))),
            Some(Value::Number(Money::from_cents(number * 1_234_550).euro())),
        ],
    })
    .collect()
}

/// Returns the sheet of an evaluator.
fn sheet(
    call: &Call,
    evaluator: &str,
    proposals: &[ProposalToMark],
    language: Language,
) -> Vec<u8> {
    let request = SheetsRequest {
        call,
        grid: call.grid.as_ref().unwrap(),
        version: 1,
        rules: RULES,
        language,
    };
    marking_sheet(&request, evaluator, proposals).unwrap()
}

/// Reads marks for the proposals with these ids.
fn read(
    call: &Call,
    files: &[(&str, &[u8])],
    assignments: Option<&Assignments>,
    ids: &[&str],
) -> MarksRead {
    let files: Vec<MarksFile<'_>> = files
        .iter()
        .map(|(name, bytes)| MarksFile { name, bytes })
        .collect();
    let known = set(ids);
    let request = MarksRequest {
        call,
        grid: call.grid.as_ref().unwrap(),
        rules: RULES,
        assignments,
        known: &known,
        to_mark: &known,
    };
    read_marks(&request, &files)
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|it| (*it).to_owned()).collect()
}
