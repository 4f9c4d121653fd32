package io.ringrift.examples.hex;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Starts the command that the first argument names; all else comes by environment. */
public final class Main {
    /** Exit code: the job has succeeded. */
    static final int DONE = 0;

    /** Exit code: {@code check} found a line that is not a legal game. */
    static final int CHECK_FAILED = 1;

    /** Exit code EX_USAGE of sysexits.h: no such command. */
    static final int USAGE = 64;

    /** Exit code EX_DATAERR: the job is wrong, and trying again would not help. */
    static final int INVALID_INPUT = 65;

    /** Exit code EX_TEMPFAIL: try again later. */
    static final int TRY_AGAIN = 75;

    private static final String HELP =
            """
            Usage: java -jar hex.jar COMMAND

              selfplay     play games of a model against itself
              train        learn a new model from games
              evaluate     play a candidate against a baseline
              check FILE   verify that each line of a games file is a legal game
              --help       show this text

            The first three read their job from RINGRIFT_* environment variables;
            examples/hex/README.md lists them.\
            """;

    private static final Map<String, Supplier<Command>> COMMANDS =
            Map.of(
                    "selfplay", SelfplayCommand::new,
                    "train", TrainCommand::new,
                    "evaluate", EvaluateCommand::new);

    private final Map<String, String> environment;
    private final PrintStream out;
    private final PrintStream err;

    Main(Map<String, String> environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(new Main(System.getenv(), System.out, System.err).run(List.of(args)));
    }

    /** Runs one command and returns the exit code. */
    int run(List<String> arguments) {
        try {
            if (arguments.equals(List.of("--help"))) {
                out.println(HELP);
                return DONE;
            }
            if (arguments.size() == 1 && COMMANDS.containsKey(arguments.getFirst())) {
                return runJob(COMMANDS.get(arguments.getFirst()).get());
            }
            if (arguments.size() == 2 && arguments.getFirst().equals("check")) {
                return check(Path.of(arguments.get(1)));
            }
            err.println(HELP);
            return USAGE;
        } catch (InvalidInput e) {
            err.println(e.getMessage());
            return INVALID_INPUT;
        } catch (CannotWrite e) {
            err.println(e.getMessage());
            return TRY_AGAIN;
        }
    }

    private int check(Path file) {
        try {
            out.println(GameCheck.check(file) + " legal games");
            return DONE;
        } catch (InvalidInput e) {
            err.println(e.getMessage());
            return CHECK_FAILED;
        }
    }

    private int runJob(Command command) {
        JobEnvironment job = new JobEnvironment(environment);
        Path resultFile = job.resultFile();
        command.run(new Job(job, out, System::nanoTime)).publish(resultFile);
        return DONE;
    }
}
