//! Which stage may import what. A folder of `src` is a stage; the flow goes one way.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// Every stage with the stages it may import, all of which stand above it; `*` is all of them.
const STAGES: &[(&str, &str)] = &[
    ("text", ""),
    ("source", ""),
    ("number", ""),
    ("value", "number"),
    ("diagnostic", "text source"),
    ("syntax", "text source number value diagnostic"),
    ("programme", "text source number value diagnostic syntax"),
    ("call", "text source number value"),
    ("territory", "text source number value call"),
    (
        "analysis",
        "text source number value diagnostic syntax programme call territory",
    ),
    ("workbook", "text number"),
    ("column_file", ""),
    (
        "facts",
        "text number value diagnostic call workbook column_file",
    ),
    ("assessment", "text source number value call facts"),
    ("compiled", "source number value call column_file"),
    (
        "precheck",
        "text source number value diagnostic call facts assessment",
    ),
    (
        "scoring",
        "text source number value diagnostic call workbook facts assessment",
    ),
    ("selection", "number value"),
    ("comparison", "number value selection"),
    ("engine", "*"),
    ("report", "*"),
    ("record", "*"),
    ("audit", "*"),
    ("web", "*"),
    ("cli", "*"),
];

/// What comes from outside, with the only stages that may use it.
const OUTSIDE: &[(&str, &str)] = &[
    ("askama", "web"),
    ("axum", "web"),
    ("bytes", "facts"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("csv", "analysis facts programme report scoring"),
    ("flate2", "column_file"),
    ("form_urlencoded", "web"),
    ("governor", "web"),
    ("http_body_util", "web"),
    ("hyper", "web"),
    ("hyper_util", "web"),
    ("highs", "comparison"),
    ("indicatif", "cli"),
    // Its binary floats stay inside: every answer is checked again in whole cents.
    ("microlp", "comparison"),
    ("num_bigint", "number"),
    ("num_rational", "number"),
    ("num_traits", "number"),
    ("parquet", "column_file facts"),
    ("pest", "syntax"),
    ("pest_derive", "syntax"),
    ("petgraph", "analysis"),
    ("quick_xml", "workbook"),
    ("rust_xlsxwriter", "facts report"),
    ("std::env", "cli"),
    ("std::fs", "cli"),
    ("std::net", "web cli"),
    ("std::process", "cli"),
    // The syntax stage runs the grammar on one scoped thread with a stack of known size.
    ("std::thread", "syntax web cli"),
    ("std::time", "web cli"),
    ("tempfile", "cli"),
    ("tokio", "web"),
    ("toml", "web"),
    ("tracing", "web cli"),
    ("tracing_subscriber", "cli"),
    ("zip", "workbook"),
];

/// The only file that may name binary floats: the solver it calls takes nothing else.
const FLOATS: &str = "comparison/optimum/highs.rs";

#[test]
fn stages_import_only_what_they_may() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&source, &mut files);
    assert!(files.len() > 10, "only {} source files found", files.len());
    let mut findings = Vec::new();
    for file in files {
        let place = file.strip_prefix(&source).unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        findings.extend(check(place, &text));
    }
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn the_table_goes_one_way() {
    for (index, (stage, may)) in STAGES.iter().enumerate() {
        for other in may.split(' ').filter(|other| !["", "*"].contains(other)) {
            let above = STAGES[..index].iter().any(|(name, _)| *name == other);
            assert!(
                above,
                "`{stage}` may import `{other}`, which is not above it"
            );
        }
    }
    for (name, stages) in OUTSIDE {
        for stage in stages.split(' ') {
            assert!(is_stage(stage), "`{name}` is allowed to `{stage}`");
        }
    }
}

#[test]
fn the_checker_finds_what_it_should() {
    let offends = |file: &str, text: &str| check(Path::new(file), text).len();
    for text in [
        "use crate::call::Call;",
        "use crate::{number::Money, call::{Call, Type}};",
        "use crate::*;",
        "use crate::nowhere::Thing;",
        "fn f(call: &crate::call::Call) {}",
        "fn f() { crate::engine::rank(); }",
        "fn f() { vec![crate::engine::rank()]; }",
        "use super::super::call::Call;",
        "mod inner { use super::super::super::call::Call; }",
        "use pest::Parser;",
        "#[derive(pest_derive::Parser)] struct P;",
        "#[derive(clap::Parser)] struct P;",
        "use petgraph as graphs;",
        "fn f() { csv::Writer::from_writer(Vec::new()); }",
        "use std::{env, fmt};",
        "use std::fs::read;",
        "fn f() { std::time::Instant::now(); }",
        "fn f() { println!(\"{:?}\", std::thread::current()); }",
        "fn f(share: f64) {}",
        "fn f() { let half = 0.5; }",
        "fn f() { let one = 1_f32; }",
        "fn f() { assert!(x as f64 > y); }",
    ] {
        assert_eq!(offends("selection/walk.rs", text), 1, "{text}");
    }
    assert_eq!(offends("selection/mod.rs", "use super::call::Call;"), 1);
    assert_eq!(offends("mystery/mod.rs", ""), 1);
    assert_eq!(offends("lib.rs", "use std::fs;"), 1);
}

#[test]
fn the_checker_lets_pass_what_it_should() {
    for (file, text) in [
        (
            "selection/walk.rs",
            "use std::fmt; use super::Unit; use crate::number::Money; use crate::selection::Key;",
        ),
        ("selection/walk.rs", "mod tests { use super::super::Unit; }"),
        (
            "selection/walk.rs",
            "/// `crate::call`, 0.5, f64\nfn f() { let s = 5; s.env(); }",
        ),
        ("syntax/mod.rs", "use pest::Parser; use std::thread;"),
        ("analysis/order.rs", "use petgraph::algo::toposort;"),
        ("cli/mod.rs", "use crate::engine; use std::{env, fs};"),
        (
            "main.rs",
            "fn main() { std::process::exit(bando::cli::run()) }",
        ),
        ("lib.rs", "pub mod number;"),
    ] {
        assert_eq!(check(Path::new(file), text), Vec::<String>::new(), "{text}");
    }
}

/// Returns what the file at this place of `src` uses and may not.
fn check(file: &Path, text: &str) -> Vec<String> {
    let mut module: Vec<String> = file
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if module.len() > 1 {
        module.pop_if(|last| last == "mod");
    }
    let stage = match module[0].as_str() {
        "main" => "cli".to_owned(),
        "lib" => {
            module.clear();
            "lib".to_owned()
        }
        other => other.to_owned(),
    };
    let name = file.display();
    if stage != "lib" && !is_stage(&stage) {
        return vec![format!("{name}: `{stage}` is not in the table of stages")];
    }
    let mut found = Found {
        module,
        paths: BTreeSet::new(),
        floats: BTreeSet::new(),
    };
    found.visit_file(&syn::parse_file(text).unwrap());
    let mut findings: BTreeSet<String> = found
        .paths
        .iter()
        .filter_map(|path| forbidden(&stage, path))
        .map(|what| format!("{name}: `{stage}` may not use `{what}`"))
        .collect();
    let floats = found.floats.iter();
    findings.extend(
        floats
            .filter(|_| file != Path::new(FLOATS))
            .map(|float| format!("{name}: `{float}` is binary floating point")),
    );
    findings.into_iter().collect()
}

/// Returns the stage or outside thing that this path reaches, if `stage` may not use it.
fn forbidden(stage: &str, path: &[String]) -> Option<String> {
    if path[0] == "crate" {
        let other = path.get(1)?;
        let place = STAGES.iter().position(|(name, _)| *name == stage)?;
        let may: Vec<&str> = match STAGES[place].1 {
            "*" => STAGES[..place].iter().map(|(name, _)| *name).collect(),
            names => names.split(' ').collect(),
        };
        let allowed = other == stage || may.contains(&other.as_str());
        return (!allowed).then(|| format!("crate::{other}"));
    }
    let (name, _) = OUTSIDE.iter().find(|(name, stages)| {
        let parts: Vec<&str> = name.split("::").collect();
        path.len() >= parts.len()
            && path.iter().zip(parts).all(|(a, b)| a == b)
            && !stages.split(' ').any(|name| name == stage)
    })?;
    Some((*name).to_owned())
}

fn is_stage(name: &str) -> bool {
    STAGES.iter().any(|(stage, _)| *stage == name)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            collect(&entry, files);
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            files.push(entry);
        }
    }
}

/// What a file uses: paths from the root of the crate or from outside, and floats.
struct Found {
    module: Vec<String>,
    paths: BTreeSet<Vec<String>>,
    floats: BTreeSet<String>,
}

impl Found {
    /// Notes a path, with `self` and `super` resolved; what they keep inside the module is its own.
    fn note(&mut self, segments: &[String]) {
        let mut module = self.module.clone();
        let mut rest = segments;
        let mut relative = false;
        while let Some((first, behind)) = rest.split_first() {
            match first.as_str() {
                "self" => {}
                "super" => drop(module.pop()),
                _ => break,
            }
            relative = true;
            rest = behind;
        }
        if rest.is_empty() {
            return;
        }
        if let [float] = rest
            .iter()
            .filter(|part| is_float(part))
            .collect::<Vec<_>>()[..]
        {
            self.floats.insert(float.clone());
        }
        let mut path = rest.to_vec();
        if relative {
            path.splice(0..0, ["crate".to_owned()].into_iter().chain(module));
        }
        self.paths.insert(path);
    }

    fn note_use(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |ident: String| [before, &[ident]].concat();
        match tree {
            syn::UseTree::Path(path) => self.note_use(&with(path.ident.to_string()), &path.tree),
            syn::UseTree::Name(name) => self.note(&with(name.ident.to_string())),
            syn::UseTree::Rename(rename) => self.note(&with(rename.ident.to_string())),
            syn::UseTree::Glob(_) => self.note(&with("*".to_owned())),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.note_use(before, tree);
                }
            }
        }
    }

    /// Notes what looks like a path in the arguments of a macro or an attribute.
    fn note_words(&mut self, arguments: &str) {
        let joined = arguments.replace(" :: ", "::");
        for word in joined.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            let segments: Vec<String> = word
                .split("::")
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect();
            if word.contains("::") || is_float(word) {
                self.note(&segments);
            }
        }
    }
}

fn is_float(word: &str) -> bool {
    word == "f32" || word == "f64"
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.note_use(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if segments.len() > 1 || segments.iter().any(|word| is_float(word)) {
            self.note(&segments);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.note_words(&item.tokens.to_string());
        visit::visit_macro(self, item);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.note_words(&list.tokens.to_string());
        }
        visit::visit_attribute(self, attribute);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_lit_float(&mut self, literal: &'ast syn::LitFloat) {
        self.floats.insert(literal.to_string());
    }

    fn visit_lit_int(&mut self, literal: &'ast syn::LitInt) {
        if is_float(literal.suffix()) {
            self.floats.insert(literal.to_string());
        }
    }
}
