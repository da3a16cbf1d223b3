//! Proposals from CSV.

use bando::call::{Call, DateOrder, Encoding, Format, NumberStyle, Reading, Separator, Type};
use bando::facts::FileKind;
use bando::value::Value;

use super::reading;
use crate::support::call::{CallBuilder, FIRST_ENUM, FIRST_TABLE};

fn call() -> Call {
    CallBuilder::new()
        .variants("Forma", &["comune", "asp"])
        .table("comuni", "istat", &["001058"])
        .fact_read(
            "form",
            Type::Enum(FIRST_ENUM),
            Reading {
                column: Some("tipo".to_owned()),
                ..Reading::default()
            },
        )
        .fact_read(
            "cost",
            Type::Money,
            Reading {
                least: Some(Value::Number(bando::number::Fraction::ZERO)),
                ..Reading::default()
            },
        )
        .ignore(&["note"])
        .compare(&["esito"])
        .build()
}

fn check(call: &Call, table: &[(&str, &str, &str)]) {
    for (name, text, expected) in table {
        let got = reading(call, FileKind::Csv, text.as_bytes());
        assert_eq!(got, *expected, "{name}");
    }
}

#[test]
fn rows_are_taken_whole_or_refused_with_everything_that_is_wrong() {
    check(
        &call(),
        &[
            (
                "columns in any order, ignored and compared ones among them",
                "esito,cost,note,tipo,id\nSì,12.50,x,comune,P2\nNo,,,asp,P1\n",
                "+ P1 form=asp cost=? (esito=No)\n\
                 + P2 form=comune cost=12.50 (esito=Sì)",
            ),
            (
                "a row with two wrong cells, between two good ones",
                "id,tipo,cost\nP1,comune,1\nP2,Comune,-5\nP3,asp,3\n",
                "+ P1 form=comune cost=1.00\n\
                 + P3 form=asp cost=3.00\n\
                 - f:3 [P2]\n    \
                     tipo: unknown-code: `Comune` is not among the values of `Forma` >> did you mean `comune`?\n    \
                     cost: out-of-bounds: -5.00 EUR is below the least value accepted, 0.00 EUR",
            ),
            (
                "empty lines, rows of empty cells, Windows line ends, no line end at the end",
                "id,tipo,cost\r\n\r\nP1,comune,1\r\n,,\r\n \r\nP2,asp,2",
                "+ P1 form=comune cost=1.00\n\
                 + P2 form=asp cost=2.00",
            ),
            (
                "lines are counted whatever ends them",
                "id,tipo,cost\r\nP1,\"asp\",x\r\n\r\nP2,asp,x\rP3,asp,x\n",
                "- f:2 [P1]\n    \
                     cost: bad-value: `x` is not an amount written like `1234.56` >> where the value is missing, leave the cell empty\n\
                 - f:4 [P2]\n    \
                     cost: bad-value: `x` is not an amount written like `1234.56` >> where the value is missing, leave the cell empty\n\
                 - f:5 [P3]\n    \
                     cost: bad-value: `x` is not an amount written like `1234.56` >> where the value is missing, leave the cell empty",
            ),
            (
                "too few and too many cells",
                "id,tipo,cost\nP1,comune\nP2,asp,1,2\nP3,asp,1\n",
                "+ P3 form=asp cost=1.00\n\
                 - f:2\n    \
                     malformed-record: the row has 2 cells, the header 3 >> a cell that holds the separator must be written in quotes\n\
                 - f:3\n    \
                     malformed-record: the row has 4 cells, the header 3 >> a cell that holds the separator must be written in quotes",
            ),
            (
                "a stray quote costs its row",
                "id,tipo,cost\nP1,\"com\"une,1\nP2,asp,1\n",
                "+ P2 form=asp cost=1.00\n\
                 - f:2\n    \
                     malformed-record: more text follows the closing quote of a cell >> quotes inside a text are written twice: `\"\"`",
            ),
            (
                "an unclosed quote costs the file",
                "id,tipo,cost\nP1,asp,1\nP2,\"asp,1\nP3,asp,1\n",
                "- f:3\n    \
                     malformed-record: a cell that starts in this row opens a quote and does not close it: the rest of the file cannot be read, and no proposal is taken >> close the quote; quotes inside a text are written twice: `\"\"`",
            ),
            ("no row", "id,tipo,cost\n", ""),
            (
                "no header",
                "\n\n",
                "- f\n    \
                     malformed-record: the file is empty >> the first line must hold the names of the columns",
            ),
        ],
    );
}

#[test]
fn the_header_must_name_what_is_read_and_nothing_else() {
    check(
        &call(),
        &[
            (
                "missing, unknown and duplicate columns, all at once",
                "id,tpo,note,note\nP1,asp,,\n",
                "- f:1\n    \
                     tpo: unknown-field: no fact is read from the column `tpo` >> did you mean `tipo`?\n    \
                     note: duplicate-field: there are two columns `note` >> remove one, or give it another name\n    \
                     missing-column: the column `tipo` is missing, from which `form` is read >> but there is `tpo`: is it that one?\n    \
                     missing-column: the column `cost` is missing >> add it; where the value is not known the cell stays empty",
            ),
            (
                "a column nobody reads",
                "id,tipo,cost,data nascita\nP1,asp,1,x\n",
                "- f:1\n    \
                     data nascita: unknown-field: no fact is read from the column `data nascita` >> remove it, or write in the rules, under `proposals`: `ignore \"data nascita\"`",
            ),
            (
                "the fact's name is not its column",
                "id,form,cost\nP1,asp,1\n",
                "- f:1\n    \
                     form: unknown-field: no fact is read from the column `form` >> remove it, or write in the rules, under `proposals`: `ignore form`\n    \
                     missing-column: the column `tipo` is missing, from which `form` is read >> add it; where the value is not known the cell stays empty",
            ),
            (
                "a separator at the end of the lines",
                "id,tipo,cost,\nP1,asp,1,\n",
                "- f:1\n    : unknown-field: a column has no name >> give it a name, or remove the separator at the end of the lines",
            ),
            (
                "another separator",
                "id;tipo;cost\nP1;asp;1\n",
                "- f:1\n    \
                     missing-column: the columns seem to be parted by \";\", while the rules declare \",\" >> write in the rules, under `proposals`: `separator \";\"`",
            ),
            (
                "a second byte order mark is part of a name",
                "\u{feff}\u{feff}id,tipo,cost\nP1,asp,1\n",
                "- f:1\n    \
                     <U+FEFF>id: unknown-field: no fact is read from the column `<U+FEFF>id` >> did you mean `id`?\n    \
                     missing-column: the column `id` is missing >> but there is `<U+FEFF>id`: is it that one?",
            ),
        ],
    );
}

#[test]
fn ids_have_one_form_and_stand_once() {
    let long = format!("id,tipo,cost\n{},asp,1\n", "x".repeat(257));
    check(
        &call(),
        &[
            (
                "spaces around, composed and decomposed letters: the same id",
                "id,tipo,cost\n Citt\u{e0} ,asp,1\nCitta\u{300},asp,2\nP,asp,3\n",
                "+ P form=asp cost=3.00\n\
                 - f:2 [Città]\n    \
                     duplicate-proposal: the proposal `Città` stands more than once in the file (lines 2, 3): none is taken >> keep only the one that counts, or give each its own id\n\
                 - f:3 [Città]\n    \
                     duplicate-proposal: the proposal `Città` stands more than once in the file (lines 3, 2): none is taken >> keep only the one that counts, or give each its own id",
            ),
            (
                "a row refused for another reason still claims its id",
                "id,tipo,cost\nP,asp,x1\nP,asp,2\n",
                "- f:2 [P]\n    \
                     cost: bad-value: `x1` is not an amount written like `1234.56`\n    \
                     duplicate-proposal: the proposal `P` stands more than once in the file (lines 2, 3): none is taken >> keep only the one that counts, or give each its own id\n\
                 - f:3 [P]\n    \
                     duplicate-proposal: the proposal `P` stands more than once in the file (lines 3, 2): none is taken >> keep only the one that counts, or give each its own id",
            ),
            (
                "capitals and inner spaces tell ids apart, with a notice",
                "id,tipo,cost\nab 1,asp,1\nAB1,asp,2\n",
                "+ AB1 form=asp cost=2.00\n\
                 + ab 1 form=asp cost=1.00\n\
                 ! duplicate-proposal: `AB1` and `ab 1` differ only in capitals or spaces >> check that they are not the same proposal; both were taken",
            ),
            (
                "no id, an invisible character, digits lost",
                "id,tipo,cost\n,asp,1\nP\u{200b}1,asp,1\n\"1,23E+15\",asp,1\n",
                "- f:2\n    \
                     id: missing-id: the proposal has no id >> each proposal needs one of its own, such as the protocol number\n\
                 - f:3\n    \
                     id: forbidden-character: the id `P<U+200B>1` holds a character that cannot be seen or has been lost >> write it again by hand\n\
                 - f:4\n    \
                     id: bad-value: the id `1,23E+15` was turned into a number by the spreadsheet and has lost digits >> format the column as text and write it again",
            ),
            (
                "an id of 257 characters",
                &long,
                "- f:2\n    \
                     id: limit-exceeded: the id `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…` has more than 256 characters >> shorten it",
            ),
        ],
    );
}

#[test]
fn one_column_may_be_id_and_fact_and_lists_fit_none() {
    let call = CallBuilder::new()
        .fact("cup", Type::Code)
        .list("partners", &[("name", Type::Text)])
        .id_from("cup")
        .build();
    check(
        &call,
        &[
            (
                "the id is a fact too",
                "cup\nA1\n",
                "+ A1 cup=A1 partners=?",
            ),
            (
                "a list in a column",
                "cup,partners\nA1,x\n",
                "- f:1\n    \
                     partners: unknown-field: no fact is read from the column `partners` >> `partners` is a list, and lists are read from JSON only",
            ),
        ],
    );
}

#[test]
fn quotes_hold_separators_and_line_ends() {
    let call = CallBuilder::new()
        .fact("a", Type::Text)
        .fact("b", Type::Text)
        .build();
    check(
        &call,
        &[(
            "the line of a record is the one on which it starts",
            "id,a,b\nP1,\"uno, \"\"due\"\"\n\nquattro\",\"\"\nP2,la \"Rosa\",x\nP3,x\n",
            "+ P1 a=uno, \"due\"\n\nquattro b=?\n\
             + P2 a=la \"Rosa\" b=x\n\
             - f:6\n    \
                 malformed-record: the row has 2 cells, the header 3 >> a cell that holds the separator must be written in quotes",
        )],
    );
}

#[test]
fn a_record_has_at_most_256_kib() {
    let call = CallBuilder::new().fact("a", Type::Text).build();
    let text = |bytes: usize| {
        format!(
            "id,a\nP1,{}\nP2,b\n",
            "x".repeat(bytes.checked_sub(3).unwrap())
        )
    };
    let fits = reading(&call, FileKind::Csv, text(256 * 1024).as_bytes());
    assert!(fits.starts_with("+ P1 a=xxx"), "{fits:.80}");
    assert_eq!(
        reading(&call, FileKind::Csv, text(256 * 1024 + 1).as_bytes()),
        "+ P2 a=b\n\
         - f:2\n    \
             limit-exceeded: the proposal takes more than 256 KiB >> check that no closing quote or line end is missing",
    );
}

#[test]
fn the_encoding_is_the_declared_one_or_the_file_is_refused() {
    let call = |encoding| {
        CallBuilder::new()
            .fact("nome", Type::Text)
            .format(Format {
                encoding,
                separator: Separator(b';'),
                ..Format::default()
            })
            .build()
    };
    let utf_8 = call(Encoding::Utf8);
    let windows = call(Encoding::Windows1252);
    let utf_16: Vec<u8> = "\u{feff}id;nome\nP;x\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let utf_16_bare: Vec<u8> = "id;nome\nP;x\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let save = "save the file as “CSV UTF-8”";
    let open = "open it in the spreadsheet and save it as “CSV UTF-8”";
    let table: [(&Call, &[u8], String); 11] = [
        (&utf_8, "id;nome\nP;Società € ß\n".as_bytes(), "+ P nome=Società € ß".into()),
        (&utf_8, "\u{feff}id;nome\nP;Società\n".as_bytes(), "+ P nome=Società".into()),
        (&windows, b"id;nome\nP;Societ\xe0 \x80 \xdf\n", "+ P nome=Società € ß".into()),
        (&windows, b"id;nome\nP;plain\n", "+ P nome=plain".into()),
        (
            &utf_8,
            b"id;nome\nP;Societ\xe0\n",
            format!("- f:2\n    invalid-encoding: the file is not in UTF-8: byte E0 makes no sense there >> {save}, or, if it comes from an old spreadsheet, declare `encoding windows-1252`"),
        ),
        (
            &windows,
            b"id;nome\nP;a\nQ;\xe0\x81\n",
            format!("- f:3\n    invalid-encoding: the file is not in Windows-1252: byte 81 makes no sense there >> {save} and declare `encoding utf-8`"),
        ),
        (
            &windows,
            "id;nome\nP;Società\n".as_bytes(),
            "- f\n    invalid-encoding: the file is in UTF-8, not in Windows-1252 as declared >> declare `encoding utf-8`".into(),
        ),
        (&utf_8, &utf_16, format!("- f\n    invalid-encoding: the file is in UTF-16 >> {open}")),
        (
            &windows,
            &utf_16_bare,
            format!("- f:1\n    invalid-encoding: the file contains null bytes: it is no text, or in UTF-16 >> {open}"),
        ),
        (
            &utf_8,
            b"PK\x03\x04\x00\x00",
            format!("- f\n    invalid-encoding: the file is a workbook or an archive, not a text >> {open}"),
        ),
        (
            &utf_8,
            "id;nome\nP;Societ\u{fffd}\n".as_bytes(),
            "- f:2 [P]\n    nome: bad-value: in `Societ\u{fffd}` a letter has been lost (U+FFFD) >> the file was saved in the wrong encoding before: start again from the original".into(),
        ),
    ];
    for (call, bytes, expected) in table {
        assert_eq!(reading(call, FileKind::Csv, bytes), expected);
    }
    for byte in [0x81, 0x8D, 0x8F, 0x90, 0x9D] {
        let bytes = [b"id;nome\nP;", [byte].as_slice(), b"\n"].concat();
        assert!(reading(&windows, FileKind::Csv, &bytes).contains("invalid-encoding"));
    }
}

#[test]
fn the_whole_declared_format_works_together() {
    let call = CallBuilder::new()
        .table("comuni", "istat", &["001058"])
        .fact("luogo", Type::Row(FIRST_TABLE))
        .fact("costo", Type::Money)
        .fact("quota", Type::Percent(Some(2)))
        .fact("giorno", Type::Date)
        .fact("ora", Type::Instant)
        .format(Format {
            encoding: Encoding::Windows1252,
            separator: Separator(b';'),
            numbers: NumberStyle::from_example("1.234,56").unwrap(),
            dates: DateOrder::from_example("31/12/2026").unwrap(),
        })
        .build();
    let bytes = b"id;luogo;costo;quota;giorno;ora\n1/2026;001058;1.234,5;12,5 %;01/02/2026;01/02/2026 09:00\n";
    assert_eq!(
        reading(&call, FileKind::Csv, bytes),
        "+ 1/2026 luogo=001058 costo=1234.50 quota=12.5 giorno=2026-02-01 ora=2026-02-01T09:00:00+01:00",
    );
}
