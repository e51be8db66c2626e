package dev.plumbline.store.judgement;

/** A signature of a source as it is kept. */
record KeptSignature(String signer, String selector, long messages, boolean verified) {}
