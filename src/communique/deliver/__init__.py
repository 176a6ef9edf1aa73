"""
See what is served, as a feed reader would.

Knows nothing of publications or of how a site is made: addresses in, answers and findings out.

    fetched = fetch_feed(url)                  live.py, the network
    findings = judge_fetched(fetched, now=…)   judging.py, pure
"""
