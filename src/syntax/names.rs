//! What people call the rules of the grammar.

use super::grammar::Rule;
use crate::text::Text;

use Called::{Mark, Never, Thing, Word};

/// What a rule of the grammar is called.
enum Called {
    /// A word of the language.
    Word(&'static str),
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

/// Returns what `rule` is called where it is expected; `None` where that would not help.
pub(super) fn name(rule: Rule) -> Option<Text> {
    match called(rule) {
        Word(word) | Mark(word) => Some(Text::new(format!("`{word}`"), format!("`{word}`"))),
        Thing(italian, english) => Some(Text::new(italian, english)),
        Never => None,
    }
}

/// Returns the word that `rule` stands for, if it is a keyword.
pub(super) fn keyword(rule: Rule) -> Option<&'static str> {
    match called(rule) {
        Word(word) => Some(word),
        _ => None,
    }
}

/// Tells whether `rule` is a keyword or a mark, which the tree leaves out.
pub(super) fn is_token(rule: Rule) -> bool {
    matches!(called(rule), Word(_) | Mark(_))
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
            | Rule::kw_in
            | Rule::kw_has
            | Rule::kw_does
            | Rule::kw_rounded
            | Rule::kw_otherwise
            | Rule::kw_where
            | Rule::kw_have
            | Rule::kw_of
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

#[expect(
    clippy::too_many_lines,
    reason = "one arm for each rule of the grammar"
)]
fn called(rule: Rule) -> Called {
    match rule {
        // The file.
        Rule::block => Thing(
            "un blocco come `call`, `facts` o `requirement`",
            "a block like `call`, `facts` or `requirement`",
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
        | Rule::literal_amount => VALUE,
        Rule::taken => Thing(
            "un nome o un'espressione fra parentesi",
            "a name or an expression in brackets",
        ),
        Rule::cell_value | Rule::table_cell | Rule::cell_amount => {
            Thing("una chiave della tabella", "a key of the table")
        }
        Rule::direction => Thing(
            "`half up`, `half even`, `up` o `down`",
            "`half up`, `half even`, `up` or `down`",
        ),
        Rule::step => Thing(
            "`the cent`, `the unit` o un numero come `2 places`",
            "`the cent`, `the unit` or a number like `2 places`",
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
        Rule::time => Thing("un'ora come `09:00`", "a time like `09:00`"),
        // Tests.
        Rule::count_word => Thing("un esito come `admitted`", "an outcome like `admitted`"),
        Rule::finding => Thing(
            "`met`, `unmet`, `unknown` o `not applicable`",
            "`met`, `unmet`, `unknown` or `not applicable`",
        ),
        Rule::reached => Thing(
            "`reached`, `not reached` o `unknown`",
            "`reached`, `not reached` or `unknown`",
        ),
        Rule::fact_place => Thing("il nome di un fatto", "the name of a fact"),
        // Marks.
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
        Rule::comparator => Thing("un confronto come `<=`", "a comparison like `<=`"),
        // Words of the language.
        Rule::kw_action => Word("action"),
        Rule::kw_admitted => Word("admitted"),
        Rule::kw_all => Word("all"),
        Rule::kw_and => Word("and"),
        Rule::kw_any => Word("any"),
        Rule::kw_applicable => Word("applicable"),
        Rule::kw_applies => Word("applies"),
        Rule::kw_as => Word("as"),
        Rule::kw_ascending => Word("ascending"),
        Rule::kw_ask => Word("ask"),
        Rule::kw_assumption => Word("assumption"),
        Rule::kw_at => Word("at"),
        Rule::kw_award => Word("award"),
        Rule::kw_bando => Word("bando"),
        Rule::kw_be => Word("be"),
        Rule::kw_because => Word("because"),
        Rule::kw_before => Word("before"),
        Rule::kw_below => Word("below"),
        Rule::kw_between => Word("between"),
        Rule::kw_blank => Word("blank"),
        Rule::kw_by => Word("by"),
        Rule::kw_call => Word("call"),
        Rule::kw_cent => Word("cent"),
        Rule::kw_changeable => Word("changeable"),
        Rule::kw_cite => Word("cite"),
        Rule::kw_closes => Word("closes"),
        Rule::kw_code => Word("code"),
        Rule::kw_column => Word("column"),
        Rule::kw_compare => Word("compare"),
        Rule::kw_comune => Word("comune"),
        Rule::kw_completed => Word("completed"),
        Rule::kw_correct => Word("correct"),
        Rule::kw_count => Word("count"),
        Rule::kw_criterion => Word("criterion"),
        Rule::kw_cup => Word("CUP"),
        Rule::kw_date => Word("date"),
        Rule::kw_dates => Word("dates"),
        Rule::kw_day => Word("day"),
        Rule::kw_days => Word("days"),
        Rule::kw_decimal => Word("decimal"),
        Rule::kw_define => Word("define"),
        Rule::kw_descending => Word("descending"),
        Rule::kw_distinct => Word("distinct"),
        Rule::kw_does => Word("does"),
        Rule::kw_down => Word("down"),
        Rule::kw_each => Word("each"),
        Rule::kw_else => Word("else"),
        Rule::kw_empty => Word("empty"),
        Rule::kw_en => Word("en"),
        Rule::kw_encoding => Word("encoding"),
        Rule::kw_enum => Word("enum"),
        Rule::kw_envelope => Word("envelope"),
        Rule::kw_eur => Word("EUR"),
        Rule::kw_even => Word("even"),
        Rule::kw_every => Word("every"),
        Rule::kw_exactly => Word("exactly"),
        Rule::kw_except => Word("except"),
        Rule::kw_expect => Word("expect"),
        Rule::kw_facts => Word("facts"),
        Rule::kw_fail => Word("fail"),
        Rule::kw_first => Word("first"),
        Rule::kw_for => Word("for"),
        Rule::kw_from => Word("from"),
        Rule::kw_full => Word("full"),
        Rule::kw_funded => Word("funded"),
        Rule::kw_give => Word("give"),
        Rule::kw_given => Word("given"),
        Rule::kw_greatest => Word("greatest"),
        Rule::kw_grid => Word("grid"),
        Rule::kw_group => Word("group"),
        Rule::kw_half => Word("half"),
        Rule::kw_has => Word("has"),
        Rule::kw_have => Word("have"),
        Rule::kw_highest => Word("highest"),
        Rule::kw_iban => Word("IBAN"),
        Rule::kw_id => Word("id"),
        Rule::kw_if => Word("if"),
        Rule::kw_ignore => Word("ignore"),
        Rule::kw_in => Word("in"),
        Rule::kw_instant => Word("instant"),
        Rule::kw_integer => Word("integer"),
        Rule::kw_interpolation => Word("interpolation"),
        Rule::kw_is => Word("is"),
        Rule::kw_it => Word("it"),
        Rule::kw_key => Word("key"),
        Rule::kw_least => Word("least"),
        Rule::kw_left => Word("left"),
        Rule::kw_like => Word("like"),
        Rule::kw_limit => Word("limit"),
        Rule::kw_list => Word("list"),
        Rule::kw_lowest => Word("lowest"),
        Rule::kw_marked => Word("marked"),
        Rule::kw_marks => Word("marks"),
        Rule::kw_max => Word("max"),
        Rule::kw_mean => Word("mean"),
        Rule::kw_median => Word("median"),
        Rule::kw_met => Word("met"),
        Rule::kw_minimum => Word("minimum"),
        Rule::kw_missing => Word("missing"),
        Rule::kw_money => Word("money"),
        Rule::kw_most => Word("most"),
        Rule::kw_no => Word("no"),
        Rule::kw_none => Word("none"),
        Rule::kw_not => Word("not"),
        Rule::kw_numbers => Word("numbers"),
        Rule::kw_of => Word("of"),
        Rule::kw_on => Word("on"),
        Rule::kw_opens => Word("opens"),
        Rule::kw_optional => Word("optional"),
        Rule::kw_or => Word("or"),
        Rule::kw_order => Word("order"),
        Rule::kw_otherwise => Word("otherwise"),
        Rule::kw_over => Word("over"),
        Rule::kw_panel => Word("panel"),
        Rule::kw_parameter => Word("parameter"),
        Rule::kw_part => Word("part"),
        Rule::kw_pass => Word("pass"),
        Rule::kw_percent => Word("percent"),
        Rule::kw_phase => Word("phase"),
        Rule::kw_place => Word("place"),
        Rule::kw_places => Word("places"),
        Rule::kw_points => Word("points"),
        Rule::kw_premium => Word("premium"),
        Rule::kw_premiums => Word("premiums"),
        Rule::kw_proposal => Word("proposal"),
        Rule::kw_proposals => Word("proposals"),
        Rule::kw_publish => Word("publish"),
        Rule::kw_ranked => Word("ranked"),
        Rule::kw_ranking => Word("ranking"),
        Rule::kw_reached => Word("reached"),
        Rule::kw_reading => Word("reading"),
        Rule::kw_received => Word("received"),
        Rule::kw_remedy => Word("remedy"),
        Rule::kw_require => Word("require"),
        Rule::kw_requirement => Word("requirement"),
        Rule::kw_reservation => Word("reservation"),
        Rule::kw_rounded => Word("rounded"),
        Rule::kw_row => Word("row"),
        Rule::kw_same => Word("same"),
        Rule::kw_scale => Word("scale"),
        Rule::kw_score => Word("score"),
        Rule::kw_separator => Word("separator"),
        Rule::kw_set => Word("set"),
        Rule::kw_source => Word("source"),
        Rule::kw_spent => Word("spent"),
        Rule::kw_split => Word("split"),
        Rule::kw_stage => Word("stage"),
        Rule::kw_step => Word("step"),
        Rule::kw_stop => Word("stop"),
        Rule::kw_sum => Word("sum"),
        Rule::kw_table => Word("table"),
        Rule::kw_tax => Word("tax"),
        Rule::kw_test => Word("test"),
        Rule::kw_text => Word("text"),
        Rule::kw_the => Word("the"),
        Rule::kw_then => Word("then"),
        Rule::kw_threshold => Word("threshold"),
        Rule::kw_title => Word("title"),
        Rule::kw_to => Word("to"),
        Rule::kw_unit => Word("unit"),
        Rule::kw_units => Word("units"),
        Rule::kw_unknown => Word("unknown"),
        Rule::kw_unmet => Word("unmet"),
        Rule::kw_unrounded => Word("unrounded"),
        Rule::kw_up => Word("up"),
        Rule::kw_urn => Word("urn"),
        Rule::kw_valid => Word("valid"),
        Rule::kw_waiting => Word("waiting"),
        Rule::kw_waits => Word("waits"),
        Rule::kw_what => Word("what"),
        Rule::kw_when => Word("when"),
        Rule::kw_where => Word("where"),
        Rule::kw_with => Word("with"),
        Rule::kw_within => Word("within"),
        Rule::kw_without => Word("without"),
        Rule::kw_working => Word("working"),
        Rule::kw_yes => Word("yes"),
        Rule::kw_zone => Word("zone"),
        // Rules of which the first word says what is missing.
        Rule::bracketed
        | Rule::WHITESPACE
        | Rule::COMMENT
        | Rule::version_line
        | Rule::call_block
        | Rule::call_clause
        | Rule::title
        | Rule::action
        | Rule::opens
        | Rule::closes
        | Rule::zone
        | Rule::missing
        | Rule::authority
        | Rule::authority_name
        | Rule::urn
        | Rule::cite
        | Rule::authority_kind
        | Rule::enum_item
        | Rule::variant
        | Rule::group_item
        | Rule::all_except
        | Rule::table_block
        | Rule::table_clause
        | Rule::column
        | Rule::column_option
        | Rule::optional
        | Rule::from_column
        | Rule::with_words
        | Rule::word_meaning
        | Rule::correction
        | Rule::format_clause
        | Rule::encoding
        | Rule::separator
        | Rule::numbers_like
        | Rule::dates_like
        | Rule::proposals_block
        | Rule::proposals_clause
        | Rule::id_from
        | Rule::ignore
        | Rule::compare
        | Rule::publish
        | Rule::published
        | Rule::facts_block
        | Rule::fact_braces
        | Rule::fact_entry
        | Rule::fact_body
        | Rule::fact_option
        | Rule::ask
        | Rule::when
        | Rule::changeable
        | Rule::supplied_by
        | Rule::split
        | Rule::blank
        | Rule::at_least
        | Rule::at_most
        | Rule::yes_no_type
        | Rule::integer_type
        | Rule::decimal_type
        | Rule::percent_type
        | Rule::money_type
        | Rule::date_type
        | Rule::instant_type
        | Rule::text_type
        | Rule::code_type
        | Rule::tax_code_type
        | Rule::cup_type
        | Rule::comune_code_type
        | Rule::iban_type
        | Rule::set_type
        | Rule::row_type
        | Rule::list_type
        | Rule::yes
        | Rule::no
        | Rule::unknown
        | Rule::empty_set
        | Rule::money_amount
        | Rule::record_list
        | Rule::record
        | Rule::assignment
        | Rule::definition
        | Rule::requirement_block
        | Rule::requirement_clause
        | Rule::phase
        | Rule::applies_when
        | Rule::require
        | Rule::else_words
        | Rule::remedy
        | Rule::reservation
        | Rule::term
        | Rule::scale_block
        | Rule::scale_points
        | Rule::coefficient
        | Rule::grid_block
        | Rule::grid_clause
        | Rule::max
        | Rule::threshold
        | Rule::minimum
        | Rule::floor_name
        | Rule::before_premiums
        | Rule::unrounded
        | Rule::score_rounded
        | Rule::every_proposal
        | Rule::criterion
        | Rule::premium
        | Rule::criterion_clause
        | Rule::marking
        | Rule::marked
        | Rule::marking_clause
        | Rule::marking_scale
        | Rule::panel
        | Rule::trimmed
        | Rule::points
        | Rule::points_when
        | Rule::each_full
        | Rule::points_floor
        | Rule::points_ceiling
        | Rule::ranking_block
        | Rule::ranking_clause
        | Rule::group_by
        | Rule::order_by
        | Rule::order_key
        | Rule::envelope_block
        | Rule::envelope_clause
        | Rule::award
        | Rule::limit
        | Rule::stop
        | Rule::pass_over
        | Rule::give
        | Rule::give_if
        | Rule::give_then
        | Rule::test_block
        | Rule::like_test
        | Rule::on_file
        | Rule::test_clause
        | Rule::given
        | Rule::marks
        | Rule::mark
        | Rule::stage
        | Rule::expect
        | Rule::expect_finding
        | Rule::not_applicable
        | Rule::expect_points
        | Rule::expect_threshold
        | Rule::not_reached
        | Rule::expect_below
        | Rule::expect_waits
        | Rule::expect_proposal
        | Rule::expect_money
        | Rule::expect_count
        | Rule::as_column
        | Rule::cell_meaning
        | Rule::expect_admission
        | Rule::expect_value
        | Rule::admission
        | Rule::admitted_with_reservation
        | Rule::with_reservation
        | Rule::to_be_completed
        | Rule::not_admitted
        | Rule::funded_in_part
        | Rule::compare_with
        | Rule::between
        | Rule::is_variant
        | Rule::in_members
        | Rule::has_members
        | Rule::does_not_have
        | Rule::rounding
        | Rule::date_of
        | Rule::first_of
        | Rule::case
        | Rule::last_case
        | Rule::interpolation
        | Rule::knot
        | Rule::table
        | Rule::table_header
        | Rule::table_row
        | Rule::otherwise_cell
        | Rule::any_of
        | Rule::all_of
        | Rule::number_of
        | Rule::count_of
        | Rule::sum_of
        | Rule::mean_of
        | Rule::median_of
        | Rule::extreme_of
        | Rule::distinct
        | Rule::received
        | Rule::admitted_proposals
        | Rule::list
        | Rule::condition
        | Rule::have
        | Rule::name_char
        | Rule::reserved => Never,
    }
}
