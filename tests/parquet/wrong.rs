//! What a file of columns may have wrong, and what is said of it.

use std::fmt::Write as _;

use bando::diagnostic::Place;
use bando::facts::{FileKind, ProposalsFile, Received, read};
use serde_json::{Value, json};

use super::CALL;
use super::writing::write;

pub(crate) fn reading(bytes: &[u8]) -> Received {
    let file = ProposalsFile {
        name: "f",
        bytes,
        kind: FileKind::Parquet,
    };
    read(&CALL, &file)
}

pub(crate) fn told(received: &Received) -> String {
    let mut told = String::new();
    if received.unreadable {
        told.push_str("unreadable\n");
    }
    for it in received.refused.iter().flat_map(|it| &it.diagnostics) {
        let Place::Data(place) = &it.primary.place else {
            panic!("{it:?}");
        };
        let hint = it
            .hint
            .as_ref()
            .map(|it| it.get(bando::text::Language::English));
        let message = it.message.get(bando::text::Language::English);
        let _ = writeln!(told, "{place}: {message} ({})", hint.unwrap_or_default());
    }
    for proposal in &received.proposals {
        let _ = writeln!(told, "+ {}", proposal.id);
    }
    told
}

fn told_of(columns: &str, row: &Value) -> String {
    told(&reading(&write(
        &format!("message p {{ {columns} }}"),
        std::slice::from_ref(row),
        9,
    )))
}

const FLOATS: &str = "the column holds floating-point numbers, which do not keep all decimal digits (write it as a decimal, such as `DECIMAL(18, 2)`, as an integer or as a text)";

#[test]
fn floats_are_refused_with_a_repair() {
    let id = "required binary id (UTF8);";
    assert_eq!(
        told_of(
            &format!(
                "{id} optional group cost {{ optional double total; }} optional double duration_months;"
            ),
            &json!({"id": "P1", "cost": {"total": 1.5}, "duration_months": 3})
        ),
        format!("unreadable\nf /cost/total: {FLOATS}\nf /duration_months: {FLOATS}\n")
    );
    // In a list too.
    assert_eq!(
        told_of(
            &format!(
                "{id} optional group marks {{ optional group quality (LIST) {{ repeated group list {{ optional double element; }} }} }}"
            ),
            &json!({"id": "P1", "marks": {"quality": [1.5]}})
        ),
        format!("unreadable\nf /marks/quality: {FLOATS}\n")
    );
}

#[test]
fn columns_that_nobody_reads_and_those_of_other_types_are_told_once() {
    let rows = json!({"id": "P1", "clima": true, "climate": true, "m": 5, "cost": {"totale": 3}});
    let found = told_of(
        "required binary id (UTF8); optional boolean clima; optional int64 climate (TIME(MICROS,true)); optional group cost { optional int64 totale; }",
        &json!({"id": "P1", "clima": true, "climate": 5, "cost": {"totale": 3}}),
    );
    assert!(
        found
            .starts_with("unreadable\nf /climate: the column is of a type that is not read here ("),
        "{found}"
    );
    assert_eq!(
        told_of(
            "required binary id (UTF8); optional boolean clima; optional boolean climate; optional group cost { optional int64 totale; }",
            &rows
        ),
        "unreadable\nf /clima: no fact is called `clima` (remove it)\nf /cost/totale: no fact is called `totale` (did you mean `total`?)\n"
    );
    assert_eq!(
        told_of("optional boolean climate;", &json!({"climate": true})),
        "unreadable\nf: the proposal has no id (each proposal needs one of its own, such as the protocol number)\n"
    );
}

#[test]
fn what_is_wrong_with_a_cell_is_told_with_its_row_and_column() {
    let columns = "required binary id (UTF8); optional binary duration_months (UTF8); optional int64 climate; optional int64 submitted_at (TIMESTAMP(MICROS,false)); optional int64 territory;";
    let found = told_of(
        columns,
        &json!({"id": "P1", "duration_months": "5,5", "climate": 1, "submitted_at": "2026-03-01T10:00:00.5", "territory": 12}),
    );
    let expected = "f:1 /duration_months [P1]: `5,5` is not a whole number ()
f:1 /climate [P1]: a yes or no (`BOOLEAN`) is needed here, not the number 1 (write the column as `BOOLEAN`; in a text, `yes` or `no`)
f:1 /submitted_at [P1]: `2026-03-01T10:00:00.5` is not an instant written like `2026-12-31 09:00` (in Parquet an instant is a `TIMESTAMP`, of whole seconds where it has no zone; in a text, like `2026-12-31T09:00`)
f:1 /territory [P1]: a text (`VARCHAR`) is needed here, not the number 12 (write the column as text (`VARCHAR`): a number would lose its leading zeros)
";
    assert_eq!(found, expected);
}

#[test]
fn ids_that_are_no_texts_are_told_once() {
    assert_eq!(
        told_of("required int64 id;", &json!({"id": 1})),
        "unreadable\nf /id: the ids stand in a column that is not of text (write it as text (`VARCHAR`): a number loses its leading zeros)\n"
    );
}

#[test]
fn a_row_has_no_more_text_than_a_line_of_json_may() {
    let columns = "required binary id (UTF8); optional binary territory (UTF8);";
    let row = |length: usize| json!({"id": "P1", "territory": "x".repeat(length)});
    assert_eq!(told_of(columns, &row(200 * 1024)), "+ P1\n");
    let found = told_of(columns, &row(300_000));
    assert!(
        found.starts_with("f:1: the proposal takes more than 256 KiB"),
        "{found}"
    );
}

#[test]
fn a_list_that_is_far_too_long_is_refused_before_it_is_read() {
    let columns = "required binary id (UTF8); optional group documents (LIST) { repeated group list { optional binary element (UTF8); } }";
    let row = json!({"id": "P1", "documents": vec!["statuto"; 30_000]});
    let found = told_of(columns, &row);
    assert!(found.contains("longer lists, than are accepted"), "{found}");
}

#[test]
fn columns_that_only_tests_read_are_compared() {
    let rules =
        std::fs::read_to_string(super::project("tests/assessment/rows/call.bando")).unwrap();
    let rules = rules.replace(
        "  ignore note\n",
        "  ignore note\n  compare outcome, other\n",
    );
    let mut sources = bando::source::Sources::default();
    let file = sources.add("call.bando".to_owned(), rules);
    let call = bando::engine::check(&sources, file, &super::NoFiles)
        .call
        .expect("a call");
    let columns = "message p { required binary id (UTF8); optional binary outcome (UTF8); optional double other; }";
    let bytes = write(
        columns,
        &[json!({"id": "P1", "outcome": "yes", "other": 1.5})],
        9,
    );
    let file = ProposalsFile {
        name: "f",
        bytes: &bytes,
        kind: FileKind::Parquet,
    };
    let found = read(&call, &file);
    let compared: Vec<(&String, &String)> = found.proposals[0].compare.iter().collect();
    assert_eq!(compared, [(&"outcome".to_owned(), &"yes".to_owned())]);
}

/// One column says that the first row has three items and the second one, another the reverse.
pub(crate) fn partners_in(lists: [i16; 4]) -> Vec<u8> {
    use parquet::data_type::{BoolType, ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    let schema = "message p { required binary id (UTF8); optional group partners (LIST) { repeated group list {
        optional group element { optional binary kind (UTF8); optional boolean public; } } } }";
    let schema = parquet::schema::parser::parse_message_type(schema).unwrap();
    let properties = WriterProperties::builder().build();
    let mut file = SerializedFileWriter::new(Vec::new(), schema.into(), properties.into()).unwrap();
    let mut group = file.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let ids = ["P1", "P2"].map(ByteArray::from);
    column
        .typed::<ByteArrayType>()
        .write_batch(&ids, None, None)
        .unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let kinds = ["ets"; 4].map(ByteArray::from);
    let levels = Some([4_i16; 4].as_slice());
    column
        .typed::<ByteArrayType>()
        .write_batch(&kinds, levels, Some(&[0, 1, 1, 0]))
        .unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<BoolType>()
        .write_batch(&[true; 4], levels, Some(&lists))
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.into_inner().unwrap()
}

#[test]
fn columns_of_a_list_that_contradict_one_another_are_refused() {
    assert_eq!(told(&reading(&partners_in([0, 1, 1, 0]))), "+ P1\n+ P2\n");
    let found = told(&reading(&partners_in([0, 0, 1, 1])));
    assert!(
        found.contains(
            "/partners/public: the Parquet file cannot be read: the column contradicts the others"
        ),
        "{found}"
    );
}

#[test]
fn what_is_no_such_file_is_said() {
    let found = told(&reading(b"id;cost\n1;2\n"));
    assert!(
        found.starts_with("unreadable\nf: the Parquet file cannot be read: it does not end"),
        "{found}"
    );
    assert!(told(&reading(b"")).starts_with("unreadable\n"));
}

#[test]
fn names_with_points_and_old_lists_are_read() {
    let old = "required binary id (UTF8); optional int64 cost.total; optional boolean applicant.runts_registered;
        optional group documents (LIST) { repeated binary array (UTF8); }";
    let row = json!({"id": "P1", "cost.total": 5, "applicant.runts_registered": true, "documents": ["statuto"]});
    let found = reading(&write(&format!("message p {{ {old} }}"), &[row], 9));
    let stated = found.proposals[0].facts.iter().flatten().count();
    assert_eq!((told(&found).as_str(), stated), ("+ P1\n", 3));
}
