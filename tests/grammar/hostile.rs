//! Texts made to break the reader: each is refused in the same words everywhere, and quickly.

use std::thread;

use bando::diagnostic::Code;
use bando::source::FileId;
use bando::syntax::{decode, format, parse};

/// Returns the kinds of trouble with a text, and whether any of it can be used.
fn verdict(text: &str) -> (bool, Vec<Code>) {
    let parsed = parse(text, FileId(0));
    let codes = parsed.diagnostics.iter().map(|it| it.code).collect();
    (parsed.tree.is_some(), codes)
}

/// Reads a text in threads with little, usual and much room.
fn verdict_everywhere(text: &str) -> (bool, Vec<Code>) {
    let mut verdicts = [128 << 10, 2 << 20, 8 << 20].map(|room| {
        let text = text.to_owned();
        let thread = thread::Builder::new().stack_size(room);
        let reading = thread.spawn(move || verdict(&text)).expect("a thread");
        reading.join().expect("no panic")
    });
    verdicts.sort();
    assert_eq!(
        verdicts[0],
        verdicts[2],
        "{}",
        text.chars().take(80).collect::<String>()
    );
    verdicts[0].clone()
}

const SOUND: (bool, Vec<Code>) = (true, Vec::new());

fn stopped(code: Code) -> (bool, Vec<Code>) {
    (false, vec![code])
}

/// Ways to put one thing inside another, with how many brackets and conditions each step adds
/// and how many stand around them all.
const NESTINGS: &[(&str, &str, &str, &str, usize, usize)] = &[
    ("define a : money = ", "(", "x", ")", 1, 0),
    ("define a : yes/no = ", "any of l where ", "x", "", 1, 0),
    ("define a : yes/no = ", "(any of l where ", "x", ")", 2, 0),
    ("define a : yes/no = ", "all of l have ", "x", "", 1, 0),
    ("define a : yes/no = ", "not (", "x", ")", 1, 0),
    ("define a : money = ", "x otherwise ", "x", "", 1, 0),
    ("define a : money = ", "least of { ", "x", " }", 1, 0),
    ("define a : money = ", "first of { c : ", "x", " }", 1, 0),
    ("define a : money = ", "table { a | b c | ", "x", " }", 1, 0),
    ("define a : money = ", "sum of (", "x", ") of l", 1, 0),
    ("define a : money = ", "-(", "x", ")", 1, 0),
    (
        "define a : money = ",
        "interpolation of x { 1 : ",
        "x",
        " }",
        1,
        0,
    ),
    (
        "define a : money = ",
        "median of (",
        "x",
        ") of admitted proposals",
        1,
        0,
    ),
    (
        "define a : money = ",
        "count of admitted proposals where ",
        "x",
        "",
        1,
        0,
    ),
    ("grid { ", "criterion a { ", "max 1", " }", 1, 1),
    ("define a : money = ", "20 % of (", "x", ")", 1, 0),
    ("requirement r { require ", "(", "x", ") }", 1, 1),
    ("facts { ", "a { ", "b : text", " }", 1, 1),
    ("facts { b : ", "list of { b : ", "text", " }", 1, 1),
    ("test \"t\" { given { a = ", "[ { a = ", "1", " } ]", 2, 2),
];

/// The same in Italian keywords, where words differ.
const ITALIAN_NESTINGS: &[(&str, &str, &str, &str, usize, usize)] = &[
    ("definizione a : importo = ", "(", "x", ")", 1, 0),
    (
        "definizione a : sì/no = ",
        "almeno uno di l in cui ",
        "x",
        "",
        1,
        0,
    ),
    (
        "definizione a : sì/no = ",
        "(almeno uno di l in cui ",
        "x",
        ")",
        2,
        0,
    ),
    (
        "definizione a : sì/no = ",
        "ciascuno di l rispetta ",
        "x",
        "",
        1,
        0,
    ),
    ("definizione a : sì/no = ", "non (", "x", ")", 1, 0),
    ("definizione a : importo = ", "x altrimenti ", "x", "", 1, 0),
    (
        "definizione a : importo = ",
        "minimo fra { ",
        "x",
        " }",
        1,
        0,
    ),
    (
        "definizione a : importo = ",
        "primo caso fra { c : ",
        "x",
        " }",
        1,
        0,
    ),
    (
        "definizione a : importo = ",
        "tabella { a | b c | ",
        "x",
        " }",
        1,
        0,
    ),
    ("definizione a : importo = ", "20 % di (", "x", ")", 1, 0),
    ("requisito r { richiede ", "(", "x", ") }", 1, 1),
    ("fatti { b : ", "elenco di { b : ", "testo", " }", 1, 1),
];

fn nested(nesting: &(&str, &str, &str, &str, usize, usize), times: usize) -> String {
    let (before, open, inner, close, _, around) = nesting;
    let language = if ITALIAN_NESTINGS.contains(nesting) {
        "it"
    } else {
        "en"
    };
    let open = open.repeat(times);
    let mut text = std::format!("bando 1 {language}\n{before}{open}{inner}");
    // The last bracket of a block closes what stands around the nested ones.
    let (close, after) = match *around {
        0 => (*close, String::new()),
        _ if close.ends_with(") }") => (")", " }".to_owned()),
        around => (*close, " }".repeat(around)),
    };
    text += &close.repeat(times);
    text + &after + "\n"
}

#[test]
fn nesting_is_refused_beyond_64_in_every_thread() {
    for nesting in NESTINGS.iter().chain(ITALIAN_NESTINGS) {
        let (_, open, _, _, step, around) = nesting;
        let room = 64 - around;
        for times in [room / step - 1, room / step] {
            let text = nested(nesting, times);
            assert_eq!(verdict_everywhere(&text), SOUND, "{times} times `{open}`");
            assert!(format(&text).is_ok(), "{times} times `{open}`");
        }
        for times in [room / step + 1, 100, 1_000, 10_000] {
            let text = nested(nesting, times);
            let deep = stopped(Code::TooDeep);
            assert_eq!(verdict_everywhere(&text), deep, "{times} times `{open}`");
        }
    }
}

#[test]
fn unclosed_nesting_is_refused_beyond_64() {
    for open in ["(", "[", "{", "([{"] {
        let text = std::format!("bando 1\ndefine a : money = {}", open.repeat(10_000));
        assert_eq!(verdict_everywhere(&text), stopped(Code::TooDeep), "{open}");
        let text = std::format!("bando 1\ndefine a : money = {}", open.repeat(20));
        assert_eq!(verdict(&text), (true, vec![Code::SyntaxError]), "{open}");
    }
}

#[test]
fn what_stands_side_by_side_is_not_deep() {
    let many = 500;
    let side_by_side = [
        (
            "facts { ",
            "a : text when any of l where all of m have x otherwise y\n",
            "}",
        ),
        (
            "define a : money = first of { ",
            "any of l where x : y otherwise z\n",
            "otherwise : 1 }",
        ),
        (
            "define a : money = table { k | v ",
            "x | a otherwise b\n",
            "otherwise | 0 }",
        ),
        ("requirement r { ", "require any of l where x\n", "}"),
        ("requirement r { ", "applies when any of l where x\n", "}"),
        ("define a : yes/no = x", " and (any of l where x)", ""),
        ("define a : yes/no = x", " and s does not have x", ""),
        ("define a : money = x", " + 20 % of x", ""),
    ];
    for (before, each, after) in side_by_side {
        let text = std::format!("bando 1\n{before}{}{after}\n", each.repeat(many));
        assert_eq!(verdict(&text), SOUND, "{each}");
    }
}

#[test]
fn forbidden_characters_are_refused_wherever_they_stand() {
    let controls = (0..=0x1F)
        .chain(0x7F..=0x9F)
        .filter(|code| ![0x09, 0x0A].contains(code));
    let bidirectional = [0x061C, 0x200E, 0x200F].into_iter().chain(0x202A..=0x202E);
    let isolates = 0x2066..=0x2069;
    let widthless = [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x2028, 0x2029];
    let all = controls
        .chain(bidirectional)
        .chain(isolates)
        .chain(widthless);
    for code in all {
        let character = char::from_u32(code).expect("a character");
        for text in [
            std::format!("bando 1\n# {character}x\n"),
            std::format!("bando 1\nsource x \"{character}x\"\n"),
            std::format!("bando 1\nsource {character}x \"x\"\n"),
            std::format!("bando 1\nsource x \"x\"\n{character} "),
        ] {
            assert_eq!(
                verdict(&text),
                stopped(Code::ForbiddenCharacter),
                "U+{code:04X}"
            );
        }
    }
    for character in [
        '\t',
        'è',
        '€',
        '«',
        '…',
        '\u{2019}',
        '\u{10348}',
        '\u{0301}',
    ] {
        let text = std::format!("bando 1\n# {character}\nsource x \"{character}\"\n");
        assert_eq!(verdict(&text), SOUND, "{character:?}");
    }
}

#[test]
fn every_forbidden_character_is_reported_with_its_place() {
    let text = "bando 1\n# a\u{200B}b\nsource x \"\u{202E}\"\n";
    assert_eq!(
        super::report(text),
        "# error[forbidden-character] 2:4 here stands a character without width (U+200B), which cannot be seen (delete the character and type the word again)\n\
         # error[forbidden-character] 3:11 here stands a mark that changes the direction of reading (U+202E), which cannot be seen (delete the character and type the word again)\n"
    );
    let many = std::format!("bando 1\n{}", "\u{200B}".repeat(1_000));
    assert_eq!(verdict(&many).1.len(), 20);
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    for (path, text) in super::good_texts() {
        let even = super::tree(&text);
        let windows = text.replace('\n', "\r\n");
        assert_eq!(super::tree(&windows), even, "{}", path.display());
        assert_eq!(
            format(&windows).as_deref(),
            Ok(&*text),
            "{}",
            path.display()
        );
        let marked = std::format!("\u{FEFF}{text}");
        assert_eq!(super::tree(&marked), even, "{}", path.display());
        assert_eq!(format(&marked).as_deref(), Ok(&*text), "{}", path.display());
        let bytes = marked.as_bytes();
        assert_eq!(
            decode(bytes, "x").as_deref(),
            Ok(&*text),
            "{}",
            path.display()
        );
    }
    let twice = "\u{FEFF}\u{FEFF}bando 1\n";
    assert_eq!(verdict(twice), stopped(Code::ForbiddenCharacter));
    assert_eq!(
        verdict("bando 1\r# lone\n"),
        stopped(Code::ForbiddenCharacter)
    );
}

#[test]
fn bytes_that_are_no_text_are_refused_with_their_line() {
    for (bytes, code, line) in [
        (&b"bando 1\n# perch\xe9\n"[..], Code::InvalidEncoding, 2),
        (b"\xff\xfeb\0a\0", Code::InvalidEncoding, 1),
        (b"bando 1\n\n\xed\xa0\x80", Code::InvalidEncoding, 3),
        (b"bando 1\n\xc3", Code::InvalidEncoding, 2),
        (b"bando 1\n# \0\n", Code::ForbiddenCharacter, 2),
    ] {
        let error = decode(bytes, "call.bando").expect_err("no text");
        assert_eq!(error.code, code);
        let bando::diagnostic::Place::Data(place) = error.primary.place else {
            panic!("a place in the file");
        };
        assert_eq!((&*place.file, place.line), ("call.bando", Some(line)));
    }
}

#[test]
fn a_file_has_at_most_a_mebibyte() {
    let most = 1 << 20;
    let text = |bytes: usize| std::format!("bando 1\n#{}\n", "x".repeat(bytes - 10));
    assert_eq!(text(most).len(), most);
    assert_eq!(verdict(&text(most)), SOUND);
    assert_eq!(verdict(&text(most + 1)), stopped(Code::LimitExceeded));
}

#[test]
fn a_file_has_at_most_10_000_blocks() {
    let text = |blocks| std::format!("bando 1\n{}", "facts {}\n".repeat(blocks));
    assert_eq!(verdict(&text(10_000)), SOUND);
    assert_eq!(verdict(&text(10_001)), stopped(Code::LimitExceeded));
}

#[test]
fn a_name_has_at_most_256_letters() {
    let text = |letters| std::format!("bando 1\nenum {} {{ a }}\n", "N".repeat(letters));
    assert_eq!(verdict(&text(256)), SOUND);
    assert_eq!(verdict(&text(257)), (true, vec![Code::LimitExceeded]));
}

#[test]
fn a_number_has_at_most_28_digits() {
    for (digits, verdict) in [
        ("9".repeat(28), SOUND),
        ("9".repeat(29), (true, vec![Code::InexactLiteral])),
        (std::format!("0.{}", "9".repeat(28)), SOUND),
        (
            std::format!("0.{}", "9".repeat(29)),
            (true, vec![Code::InexactLiteral]),
        ),
        (
            std::format!("1.{}", "9".repeat(28)),
            (true, vec![Code::InexactLiteral]),
        ),
    ] {
        for text in [
            std::format!("bando 1\ndefine x : integer = {digits}\n"),
            std::format!("bando 1\ndefine x : percent = {digits} %\n"),
            std::format!("bando 1\ntest \"t\" {{ given {{ x = -{digits} EUR }} }}\n"),
        ] {
            assert_eq!(self::verdict(&text), verdict, "{text}");
        }
    }
}

#[test]
fn a_file_has_at_most_100_000_parts_of_expressions() {
    let block = std::format!(
        "define x : yes/no = least of {{ {} }}\n",
        "x,".repeat(9_999)
    );
    let text = |blocks| std::format!("bando 1\n{}", block.repeat(blocks));
    assert_eq!(verdict(&text(10)), SOUND);
    assert_eq!(
        verdict(&(text(10) + "define y : yes/no = x\n")),
        stopped(Code::LimitExceeded)
    );
}

#[test]
fn a_block_that_takes_too_much_effort_ends_the_reading() {
    let broken = "ranking { order by }\n";
    let long = std::format!("define x : yes/no = x{}\n", " or x".repeat(120_000));
    let text = std::format!("bando 1\n{broken}{long}{broken}");
    assert!(text.len() < 1 << 20);
    let codes = vec![Code::SyntaxError, Code::LimitExceeded];
    assert_eq!(verdict(&text), (false, codes.clone()));

    let broken = "graduatoria { ordina per }\n";
    let long = std::format!("definizione x : sì/no = x{}\n", " o x".repeat(120_000));
    let text = std::format!("bando 1 it\n{broken}{long}{broken}");
    assert_eq!(verdict(&text), (false, codes));
}

#[test]
fn junk_of_any_kind_comes_to_an_end() {
    let pieces = [
        "(",
        ")",
        "{",
        "}",
        "[",
        "\"",
        "\"\" ",
        "\\",
        "a",
        "a ",
        "a b ",
        "a.",
        "1",
        "1.",
        "1 ",
        "_",
        "-",
        "- ",
        ".",
        ":",
        "=",
        "|",
        ",",
        "#",
        "è",
        "%",
        "not ",
        "a - ",
        "a or ",
        "where ",
        "have ",
        "otherwise ",
        "20 % of ",
        "first of ",
        "table ",
        "count of ",
        "cite ",
        "define ",
        "define a : money = ",
        "bando 1\n",
        "foo {\n}\n",
        "foo bar\n",
        "call\n",
        "\"\n",
        "{\n",
        "a < ",
        "a is not ",
        "least of { ",
        "1_",
        "2026-01-15 ",
        "any of a where ",
        "non ",
        "a è ",
        "a o ",
        "in cui ",
        "minimo fra { ",
    ];
    for start in [
        "bando 1\n",
        "bando 1 it\n",
        "bando 1 it\ndefinizione a : sì/no = ",
        "bando 1\ndefine a : yes/no = ",
        "bando 1\nfacts { a : ",
        "",
    ] {
        for piece in pieces {
            let text = std::format!("{start}{}", piece.repeat(30_000 / piece.len()));
            assert!(
                !verdict(&text).1.is_empty() || ["#", "bando 1\n", "1 "].contains(&piece),
                "{start}{piece}"
            );
        }
    }
    for piece in ["1", "a b ", "(", "a\n"] {
        let text = std::format!("bando 1\n{}", piece.repeat((1 << 20) / piece.len() - 8));
        assert!(!verdict(&text).1.is_empty());
    }
}

#[test]
fn a_file_has_at_most_300_000_words_and_signs() {
    let text = std::format!(
        "bando 1\ndefine x : integer = {}1\n",
        "1 + ".repeat(200_000)
    );
    assert!(text.len() < 1 << 20);
    assert_eq!(verdict(&text), stopped(Code::LimitExceeded));
}
