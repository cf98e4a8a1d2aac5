// jieba-rs as a contender (see contender.h). usage: peer_jieba_rs hmm|plain FILE
use std::io::BufRead;
use std::time::Duration;

fn status(key: &str) -> i64 {
    let all = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    all.lines().find(|l| l.starts_with(key)).and_then(|l| l.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// Processor time of this thread, which is the only one.
fn now() -> Duration {
    let all = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    Duration::from_nanos(all.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0))
}

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let hmm = words[1] == "hmm";
    let text = String::from_utf8_lossy(&std::fs::read(&words[2]).expect("file")).into_owned();
    let before = status("VmRSS:");
    let start = now();
    let jieba = jieba_rs::Jieba::new();
    println!("ready {:.6}", (now() - start).as_secs_f64());
    for ask in std::io::stdin().lock().lines() {
        let wanted: usize = ask.unwrap().trim().parse().expect("bytes");
        let (mut at, mut tokens, start) = (0, 0, now());
        for line in text.split('\n') {
            if at >= wanted {
                break;
            }
            tokens += jieba.cut(line, hmm).len();
            at += line.len() + 1;
        }
        println!("{} {} {:.6} {}", at, tokens, (now() - start).as_secs_f64(), status("VmRSS:") - before);
    }
}
