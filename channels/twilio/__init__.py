"""The Twilio edge: signatures, forms in, messages out. The only place that imports Twilio's SDK."""
