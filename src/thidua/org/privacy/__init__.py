"""What the law on personal data asks of the office: terms of answers, how long things are kept, what people are told."""
