//! A call's page as words alone: its rules told to people, in both languages.
//!
//! `BLESS=1 cargo test in_words` writes the recorded files anew, to be read before they are kept.

use super::server::{Server, file};

/// Returns the words of a page's main part: a line for each block, each list further in, and marks
/// where a language begins that is not the page's.
pub(super) fn words(page: &str) -> String {
    let (_, main) = page.split_once("<main").unwrap();
    let (main, _) = main.split_once("</main>").unwrap();
    let mut out = String::new();
    let mut deep = 0_usize;
    for piece in main.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag.split([' ', '\n']).next().unwrap();
        match name {
            "ul" | "ol" => deep += 1,
            "/ul" | "/ol" => deep -= 1,
            _ => {}
        }
        if let "p" | "li" | "h1" | "h2" | "h3" | "h4" | "dt" | "dd" | "summary" | "pre" | "tr" =
            name
        {
            out.push('\n');
            out.push_str(&"  ".repeat(deep));
        }
        if let Some((_, language)) = tag.split_once("lang=\"") {
            out.extend(["[", &language[..2], "] "]);
        }
        out.push_str(&text.replace('\n', " "));
    }
    let lines = out.lines().map(str::trim_end).filter(|it| !it.is_empty());
    let text = lines.collect::<Vec<_>>().join("\n");
    text.replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
}

#[test]
fn a_calls_page_tells_its_rules_in_words_of_people() {
    let server = Server::of(&[file("in_words.bando")], "");
    for (path, recorded) in [
        ("/it/avvisi/parole", "in_words.it.txt"),
        ("/en/calls/parole", "in_words.en.txt"),
    ] {
        let page = server.get(path).body;
        let (found, _) = words(&page)
            .split_once("SHA-256")
            .map(|(it, rest)| (it.to_owned(), rest.to_owned()))
            .unwrap();
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(file(recorded), &found).unwrap();
        }
        let wanted = std::fs::read_to_string(file(recorded)).unwrap_or_default();
        assert_eq!(found, wanted, "in {recorded}: BLESS=1 rewrites it");
        // As it is written a rule stands only where whoever wants it unfolds it; elsewhere stand the
        // name of what no rule uses, and the digest.
        let unfolded = page
            .split("<details>")
            .map(|it| it.split_once("</details>").map_or(it, |(_, it)| it));
        let unfolded = unfolded.collect::<String>();
        let codes = unfolded.split("<code").skip(1);
        let codes: Vec<&str> = codes.filter_map(|it| it.split(['>', '<']).nth(1)).collect();
        assert_eq!(codes[0], "unused", "{codes:?}");
        assert!(codes[1..].iter().all(|it| it.len() == 64), "{codes:?}");
        assert!(!unfolded.contains("<pre"), "{unfolded}");
    }
}
