//! The page, as it is written.

use bando::engine::Kept;
use bando::report::{lists, report_html};
use bando::text::Language;

use super::{Case, PROPOSALS, RULES, compare};
use crate::support::text;

/// Leaves out the style and its digest: how it looks is for a browser to check.
fn without_style(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").expect("a style");
    let (_, behind) = rest.split_once("</style>").expect("its end");
    let (start, rest) = before.split_once("sha256-").expect("its digest");
    let (_, end) = rest.split_once('\'').expect("the digest's end");
    format!("{start}sha256-…'{end}<style>…</style>{behind}")
}

#[test]
fn the_page_is_written_whole() {
    let case = Case::small();
    for (language, name) in [
        (Language::Italian, "report_it.html"),
        (Language::English, "report_en.html"),
    ] {
        let page = report_html(&case.publication(language));
        assert_eq!(report_html(&case.publication(language)), page);
        compare(name, &without_style(&page));
    }
}

#[test]
fn nothing_from_outside_becomes_markup() {
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&";
    let rules = text(RULES)
        .replace("Avviso <piccolo>", "</title><script>alert(2)</script>")
        .replace("\"Proponente\"", "\"<b onclick=x>Chi</b>\"");
    let proposals =
        text(PROPOSALS).replace("Poco srl", &format!("\"{}\"", hostile.replace('"', "\"\"")));
    let mut case = Case::of(&rules, &proposals);
    case.inputs[0].name = hostile.to_owned();
    let page = report_html(&case.publication(Language::Italian));
    for forbidden in ["<script", "<img", "<b onclick", "onerror=alert(1)>", "<i>"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("&lt;script&gt;alert(2)&lt;/script&gt;"));
    assert!(page.contains("&quot;&gt;&lt;script&gt;alert(1)"));
}

#[test]
fn the_order_of_the_proposals_changes_nothing() {
    let csv = text(PROPOSALS);
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].reverse();
    let turned = Case::of(&text(RULES), &lines.join("\n"));
    let page = |case: &Case| report_html(&case.publication(Language::Italian));
    assert_eq!(page(&turned), page(&Case::small()));
}

#[test]
fn the_line_stands_only_where_the_money_ends_for_all_behind_it() {
    let page = |from: &str, to: &str| {
        let case = Case::of(&text(RULES).replace(from, to), &text(PROPOSALS));
        report_html(&case.publication(Language::English))
    };
    assert!(page("", "").contains("The money ends here"));
    // P4 is funded behind P3, which is not.
    let passes = page("limit: stop", "limit: pass over").replace("29999.99", "29999.90");
    assert!(passes.contains("Ranking"));
    let passes = Case::of(
        &text(RULES).replace("limit: stop", "limit: pass over"),
        &text(PROPOSALS).replace("29999.99", "29999.90"),
    );
    let passes = report_html(&passes.publication(Language::English));
    assert!(!passes.contains("The money ends here"));
    assert!(!passes.contains("The money reaches the first"));
    // All are funded.
    assert!(!page("100_000.00 EUR", "900_000.00 EUR").contains("The money ends here"));
}

#[test]
fn values_kept_from_an_approved_ranking_are_said_to_be() {
    let mut case = Case::small();
    let page = |case: &Case| report_html(&case.publication(Language::English));
    let words = "those of the approved ranking";
    assert!(!page(&case).contains(words));
    case.outcome.kept = Some(Kept {
        provisional: true,
        ..Kept::default()
    });
    assert!(page(&case).contains(words) && page(&case).contains("that outcome was provisional"));
    let lists = lists(&case.call, &case.outcome, Language::English);
    let funded = lists.iter().find(|list| list.file == "funded.csv");
    assert!(
        funded
            .expect("the list")
            .text
            .contains("provisional,frozen values\n")
    );
}

#[test]
fn a_call_that_ranks_nobody_lists_the_admitted() {
    let rules = text(RULES);
    let rules = &rules[..rules.find("grid {").expect("the grid")];
    let case = Case::of(rules, &text(PROPOSALS));
    let page = report_html(&case.publication(Language::English));
    assert!(page.contains("<h2>Proposals admitted</h2>"));
    for absent in ["<svg", "<h2>Ranking</h2>", "<h2>Criteria</h2>"] {
        assert!(!page.contains(absent), "{absent}");
    }
}

/// A column that stood above the last line of the scale could not be read off.
#[test]
fn the_scale_of_the_chart_reaches_above_the_highest_column() {
    let rules = text(RULES);
    let from = rules.find("grid {").expect("the grid");
    let to = rules.find("ranking {").expect("the ranking");
    for (highest, top) in [(95, 100), (81, 100), (80, 80), (7, 7)] {
        let rules = format!("{}{}", &rules[..from], &rules[to..])
            .replace("order by score descending", "order by months descending");
        let proposals = text(PROPOSALS);
        let rows: Vec<&str> = proposals.lines().collect();
        let place = rows[0].split(',').position(|it| it == "months");
        let rows = rows.iter().enumerate().map(|(row, line)| {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            if row > 0 {
                cells[place.expect("months")] = (if row == 1 { highest } else { 5 }).to_string();
            }
            cells.join(",")
        });
        let rows: Vec<String> = rows.collect();
        let case = Case::of(&rules, &rows.join("\n"));
        let page = report_html(&case.publication(Language::English));
        let (before, _) = page.split_once("place in the ranking").expect("the scale");
        let (scale, _) = before.split_once("text-anchor=\"middle\"").expect("places");
        let marks = scale.rsplit("text-anchor=\"end\"").next().expect("a mark");
        assert!(
            marks.contains(&format!(">{top}</text>")),
            "{highest}: {marks}"
        );
    }
}
