"""What Prometheus reads at `/metrics`. No label ever holds anything of a person."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

RECEIVED = Counter("rumbo_messages_received_total", "Messages that came in, repeated ones not counted.", ["channel"])
CAUGHT_UP = Counter("rumbo_messages_caught_up_total", "Messages whose webhook never came, fetched from the provider.")
DECIDED = Counter("rumbo_decisions_total", "What was decided about a message.", ["decision", "language"])
LIMITED = Counter("rumbo_messages_limited_total", "Messages that were part of an echo, a loop or a flood.", ["why"])
SENT = Counter("rumbo_parts_total", "Parts handed to a provider, by what became of it.", ["channel", "result"])
SEGMENTS = Counter("rumbo_sms_segments_total", "SMS segments decided to send, as billed.", ["language"])
WEBHOOKS = Counter("rumbo_webhooks_total", "What Twilio's calls were answered with.", ["kind", "answer"])
UNFINISHED = Gauge("rumbo_messages_unfinished", "Messages of more than a minute ago that are not answered.")
ANSWER = Histogram(
    "rumbo_answer_seconds",
    "Seconds from a message's arrival until the provider had all of the answer.",
    buckets=(0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600),
)
LEFT = Gauge("rumbo_left_at_provider", "Messages erased here that the provider still keeps, up to 1,000.")
PURGED = Counter("rumbo_rows_purged_total", "Rows deleted since they were past their time.")
PURGED_AT = Gauge("rumbo_purged_timestamp_seconds", "When what is past its time was last deleted.")
STEP = Histogram(
    "rumbo_step_seconds",
    "Seconds one step of a message took.",
    ["step"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15),
)
ARTICLES = Gauge("rumbo_articles", "Articles in service.")
PROBLEMS = Gauge("rumbo_article_problems", "Problems that keep a saved article out of service.")
ALARM = Gauge("rumbo_alarm", "1 while something needs an operator.", ["name"])
ALARMS = Counter("rumbo_alarms_total", "How often something began to need an operator.", ["name"])
