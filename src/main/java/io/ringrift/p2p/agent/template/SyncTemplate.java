package io.ringrift.p2p.agent.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The template that a node has for SYNC jobs when none is configured: its own program. It leaves
 * nothing open: braces in a path or a token are what they are.
 */
public final class SyncTemplate {

    /**
     * Small, and with the optimising compiler: SHA-256 by the processor's instructions needs it.
     * What is pushed goes out in large pieces.
     */
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-Xmx192m", "-Djdk.httpclient.bufsize=65536");

    private SyncTemplate() {}

    /**
     * Makes it.
     *
     * @param java the program that runs this node
     * @param classPath of this process, as {@code java.class.path} says
     * @param mainClass of the program, for when it does not run from one jar
     * @param argument that makes the program move data
     * @param environment what the program needs to know beside the job contract
     */
    public static Template of(
            Path java,
            String classPath,
            String mainClass,
            String argument,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(FLAGS);
        if (isOneJar(classPath)) {
            command.addAll(List.of("-jar", Path.of(classPath).toAbsolutePath().toString()));
        } else {
            command.addAll(List.of("-cp", classPath, mainClass));
        }
        command.add(argument);
        return new Template(
                command,
                environment,
                null,
                Duration.ofSeconds(10),
                null,
                Template.ResultRule.REQUIRED);
    }

    /** The packed node names its own main class; a class path of several does not. */
    private static boolean isOneJar(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(java.io.File.pathSeparator);
    }
}
