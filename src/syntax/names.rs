//! What people call the rules of the grammar.

use std::sync::OnceLock;

use super::grammar::Rule;
use crate::text::{self, Language, Text};

use Called::{Mark, Never, Thing};

/// What a rule of the grammar is called, if it is no keyword.
enum Called {
    /// A mark of the language.
    Mark(&'static str),
    /// Something described in Italian and English.
    Thing(&'static str, &'static str),
    /// Nothing: another rule of the same place says more.
    Never,
}

const VALUE: Called = Thing("un valore", "a value");
const CONDITION: Called = Thing("un valore o una condizione", "a value or a condition");
const NAME: Called = Thing("un nome", "a name");
const QUOTED: Called = Thing("un testo fra virgolette", "a text in quotes");
const LIST: Called = Thing("un elenco fra graffe", "a list in braces");

/// Returns what `rule` is called where it is expected, in a file whose keywords are in `keywords`;
/// `None` where that would not help.
pub(super) fn name(rule: Rule, keywords: Language) -> Option<Text> {
    if let Some(word) = keyword(rule, keywords) {
        return Some(Text::new(format!("`{word}`"), format!("`{word}`")));
    }
    match called(rule) {
        Mark(mark) => Some(Text::new(format!("`{mark}`"), format!("`{mark}`"))),
        Thing(italian, english) => Some(Text::new(italian, english)),
        Never => None,
    }
}

/// Returns the words that `rule` stands for, if it is a keyword.
pub(super) fn keyword(rule: Rule, language: Language) -> Option<&'static str> {
    let (english, italian) = (*words_by_rule().get(rule as usize)?)?;
    Some(match language {
        Language::Italian => italian,
        Language::English => english,
    })
}

/// Returns the keywords, English and Italian, by the number of their rule.
fn words_by_rule() -> &'static [Option<(&'static str, &'static str)>] {
    static WORDS: OnceLock<Vec<Option<(&str, &str)>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = Vec::new();
        for rule in Rule::all_rules() {
            let name = format!("{rule:?}");
            let word = |language| text::keyword(&name, language);
            words.resize((*rule as usize).saturating_add(1), None);
            if let Some(place) = words.last_mut() {
                *place = word(Language::English).zip(word(Language::Italian));
            }
        }
        words
    })
}

/// Tells whether `rule` is a keyword or a mark, which the tree leaves out.
pub(super) fn is_token(rule: Rule) -> bool {
    keyword(rule, Language::English).is_some() || is_mark(rule)
}

/// Tells whether `rule` is a mark.
pub(super) fn is_mark(rule: Rule) -> bool {
    matches!(called(rule), Mark(_))
}

/// Tells whether `rule` goes on with a value already complete: seldom what was meant.
pub(super) fn joins(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_and
            | Rule::kw_or
            | Rule::kw_not
            | Rule::kw_between
            | Rule::kw_is
            | Rule::kw_is_not
            | Rule::kw_in
            | Rule::kw_in_part
            | Rule::kw_has
            | Rule::kw_has_none
            | Rule::kw_does_not_have
            | Rule::kw_rounded
            | Rule::kw_otherwise
            | Rule::kw_where
            | Rule::kw_have
            | Rule::kw_of
            | Rule::kw_of_these
            | Rule::kw_eur
            | Rule::in_members
            | Rule::plus
            | Rule::minus
            | Rule::times
            | Rule::divide
            | Rule::percent_sign
            | Rule::comparator
            | Rule::time
    )
}

/// Returns the keywords with which `rule` can start, where it starts with nothing else.
pub(super) fn starts(rule: Rule) -> &'static [Rule] {
    match rule {
        Rule::between => &[Rule::kw_between],
        Rule::is_variant => &[Rule::kw_is, Rule::kw_is_not],
        Rule::in_members => &[Rule::kw_in, Rule::kw_not],
        Rule::has_members => &[Rule::kw_has, Rule::kw_has_none],
        Rule::does_not_have => &[Rule::kw_does_not_have],
        Rule::rounding => &[Rule::kw_rounded],
        Rule::condition => &[Rule::kw_where],
        Rule::step => &[Rule::kw_to_the_cent, Rule::kw_to_the_unit, Rule::kw_to],
        Rule::applies_when => &[Rule::kw_applies],
        rule if is_value(rule) => &[Rule::kw_at_least, Rule::kw_at_most],
        _ => &[],
    }
}

/// Tells whether `rule` is a value or a condition.
fn is_value(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::expression
            | Rule::conjunction
            | Rule::negation
            | Rule::comparison
            | Rule::operand
            | Rule::rounded
            | Rule::sum
            | Rule::product
            | Rule::factor
            | Rule::value
    )
}

fn called(rule: Rule) -> Called {
    match rule {
        // The file.
        Rule::block => Thing(
            "un blocco come `‹call›`, `‹facts›` o `‹requirement›`",
            "a block like `‹call›`, `‹facts›` or `‹requirement›`",
        ),
        Rule::EOI => Thing("un nuovo blocco", "a new block"),
        Rule::words | Rule::string => QUOTED,
        // Values and conditions.
        Rule::expression | Rule::conjunction | Rule::negation | Rule::comparison => CONDITION,
        Rule::operand
        | Rule::rounded
        | Rule::sum
        | Rule::product
        | Rule::factor
        | Rule::value
        | Rule::amount
        | Rule::literal
        | Rule::cell_bound
        | Rule::literal_amount => VALUE,
        Rule::taken => Thing(
            "un nome o un'espressione fra parentesi",
            "a name or an expression in brackets",
        ),
        Rule::cell_value | Rule::table_cell | Rule::cell_part | Rule::cell_amount => {
            Thing("una chiave della tabella", "a key of the table")
        }
        Rule::direction => Thing(
            "`‹half up›`, `‹half even›`, `‹up›` o `‹down›`",
            "`‹half up›`, `‹half even›`, `‹up›` or `‹down›`",
        ),
        Rule::step => Thing(
            "`‹to the cent›`, `‹to the unit›` o `‹to›` e un numero",
            "`‹to the cent›`, `‹to the unit›` or `‹to›` and a number",
        ),
        // Names, types, lists.
        Rule::name | Rule::path => NAME,
        Rule::word => Thing("una parola", "a word"),
        Rule::column_name => Thing("il nome di una colonna", "the name of a column"),
        Rule::type_name | Rule::enum_type => Thing("un tipo", "a type"),
        Rule::members => Thing(
            "un gruppo o un elenco fra graffe",
            "a group or a list in braces",
        ),
        Rule::name_set | Rule::code_set | Rule::value_set => LIST,
        Rule::action_code => Thing("il codice di un'azione", "the code of an action"),
        Rule::zone_name => Thing("un fuso come `Europe/Rome`", "a zone like `Europe/Rome`"),
        Rule::encoding_name => Thing("una codifica come `utf-8`", "an encoding like `utf-8`"),
        Rule::number => Thing("un numero", "a number"),
        Rule::whole_number => Thing("un numero intero", "a whole number"),
        Rule::date | Rule::date_time => {
            Thing("una data come `2026-01-15`", "a date like `2026-01-15`")
        }
        Rule::in_dates => Thing(
            "i giorni in cui vale (`‹kw_since› … ‹kw_until› …`)",
            "the days on which it holds (`‹kw_since› … ‹kw_until› …`)",
        ),
        Rule::index_method => Thing(
            "un metodo come `‹min-max›` o `‹AMPI›`",
            "a method like `‹min-max›` or `‹AMPI›`",
        ),
        Rule::variance => Thing(
            "`‹population variance›` o `‹sample variance›`",
            "`‹population variance›` or `‹sample variance›`",
        ),
        Rule::needier => Thing(
            "`‹higher is needier›` o `‹lower is needier›`",
            "`‹higher is needier›` or `‹lower is needier›`",
        ),
        Rule::apportionment => Thing(
            "un metodo come `‹largest remainder›`",
            "a method like `‹largest remainder›`",
        ),
        Rule::time => Thing("un'ora come `09:00`", "a time like `09:00`"),
        // Tests.
        Rule::count_word | Rule::count_words => {
            Thing("un esito come `‹admitted›`", "an outcome like `‹admitted›`")
        }
        Rule::finding => Thing(
            "`‹met›`, `‹unmet›`, `‹kw_undecided›` o `‹not applicable›`",
            "`‹met›`, `‹unmet›`, `‹kw_undecided›` or `‹not applicable›`",
        ),
        Rule::reached => Thing(
            "`‹reached›`, `‹not reached›` o `‹kw_undecided›`",
            "`‹reached›`, `‹not reached›` or `‹kw_undecided›`",
        ),
        Rule::fact_place => Thing("il nome di un fatto", "the name of a fact"),
        Rule::comparator => Thing("un confronto come `<=`", "a comparison like `<=`"),
        other => called_mark(other),
    }
}

fn called_mark(rule: Rule) -> Called {
    match rule {
        Rule::brace_open => Mark("{"),
        Rule::brace_close => Mark("}"),
        Rule::bracket_open => Mark("["),
        Rule::bracket_close => Mark("]"),
        Rule::paren_open => Mark("("),
        Rule::paren_close => Mark(")"),
        Rule::comma => Mark(","),
        Rule::colon | Rule::limit_colon => Mark(":"),
        Rule::pipe => Mark("|"),
        Rule::equal => Mark("="),
        Rule::plus => Mark("+"),
        Rule::minus | Rule::negative => Mark("-"),
        Rule::times => Mark("*"),
        Rule::divide => Mark("/"),
        Rule::percent_sign => Mark("%"),
        // The first word of the others says what is missing.
        _ => Never,
    }
}
