//! A bare server to set the pre-check against: it reads a request whole and answers with so many
//! bytes, whatever was asked.
//!
//! ```text
//! bare_echo BYTES
//! ```

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse as _;
use axum::routing::post;

#[tokio::main]
async fn main() {
    let size: usize = std::env::args().nth(1).expect("a size").parse().expect("a number");
    let answer = Bytes::from(vec![b'x'; size]);
    let echo = async move |_: Bytes| {
        ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("{}", listener.local_addr().expect("an address"));
    axum::serve(listener, Router::new().route("/", post(echo))).await.expect("a server");
}
