//! A time stamp authority on this machine: HTTP on the loopback, answers by `openssl ts`, or none worth the name.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use inkraft::base::Time;
use jiff::tz::TimeZone;

use crate::pki::{Pki, STAMPS};

/// What the real clock says, in seconds since 1970.
pub fn real_now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// That time as the tests' archives write it.
pub fn berlin(seconds: i64) -> String {
    Time::in_zone(seconds, &TimeZone::get("Europe/Berlin").unwrap()).unwrap().to_string()
}

/// Keys of an authority `tsa` with a certificate by `root`.
pub fn authority(key: &str) -> Pki {
    let pki = Pki::new();
    pki.root("root", key);
    pki.issued("tsa", key, "root", &[STAMPS]);
    pki
}

/// A `TimeStampResp` to a query, by `openssl ts -reply`.
pub fn reply(pki: &Pki, signer: &str, query: &[u8]) -> Vec<u8> {
    let config = format!(
        "[tsa]\nserial=serial\nsigner_cert={signer}.pem\nsigner_key={signer}.key\nsigner_digest=sha256\n\
         default_policy=1.2.3.4.1\ndigests=sha256\nordering=no\ness_cert_id_alg=sha256\n"
    );
    fs::write(pki.path("reply.cnf"), config).unwrap();
    fs::write(pki.path("query"), query).unwrap();
    pki.sh("openssl ts -reply -config reply.cnf -section tsa -queryfile query -out response 2>/dev/null");
    pki.read("response")
}

/// An HTTP response.
pub fn http(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// A response as an authority sends it.
pub fn granted(body: &[u8]) -> Vec<u8> {
    http("200 OK", "application/timestamp-reply", body)
}

/// A server; it stops when it is dropped.
pub struct Server {
    pub url: String,
    asked: Arc<AtomicUsize>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers each question with what `answer` writes, which gets the request's body.
    pub fn new(answer: impl Fn(&[u8], &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/tsa", listener.local_addr().unwrap());
        let (asked, stop) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, end) = (Arc::clone(&asked), Arc::clone(&stop));
        let serve = move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let mut stream = stream.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                if let Some(body) = body(&mut stream) {
                    answer(&body, &mut stream);
                }
            }
        };
        Self { url, asked, stop, thread: Some(std::thread::spawn(serve)) }
    }

    /// An authority that answers as it should.
    pub fn honest(pki: Arc<Pki>, signer: &'static str) -> Self {
        Self::saying(move |query| granted(&reply(&pki, signer, query)))
    }

    /// A server that says the same to whoever asks.
    pub fn saying(answer: impl Fn(&[u8]) -> Vec<u8> + Send + 'static) -> Self {
        Self::new(move |body, stream| {
            // Whoever hung up has heard enough.
            let _ = stream.write_all(&answer(body));
        })
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://").trim_end_matches("/tsa"));
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

/// The body of a request; `None` if it is not one of a time stamp.
fn body(stream: &mut TcpStream) -> Option<Vec<u8>> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut read = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let n = stream.read(&mut buffer).ok().filter(|n| *n > 0)?;
        read.extend_from_slice(&buffer[..n]);
        let Some(end) = read.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
        assert!(head.starts_with("post /tsa http/1.1\r\n"), "{head}");
        assert!(head.contains("content-type: application/timestamp-query"), "{head}");
        let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")).unwrap();
        if read.len() - end - 4 >= length.parse::<usize>().unwrap() {
            return Some(read[end + 4..].to_vec());
        }
    }
}
