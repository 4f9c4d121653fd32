package io.ringrift.p2p.model;

/**
 * Which release this program is.
 *
 * @param value as in the build, such as 1.2.3; {@code development} without one
 */
public record ProgramVersion(String value) {}
