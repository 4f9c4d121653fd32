package io.ringrift.p2p;

import io.ringrift.p2p.agent.mover.MoveData;
import io.ringrift.p2p.agent.mover.MoveEnvironment;
import io.ringrift.p2p.replication.codec.ModelModule;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import tools.jackson.databind.json.JsonMapper;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/**
 * Starts one node: a voter and an agent in one process. With the argument {@code move-data} it is
 * the program of a node's SYNC jobs instead, which needs no Spring.
 */
@SpringBootApplication
public class P2pOrchestrator {

    /** Starts the node; every setting comes from {@code application.yml} and the environment. */
    public static void main(String[] args) throws InterruptedException {
        if (args.length > 0 && args[0].equals(MoveEnvironment.COMMAND)) {
            System.exit(moveData());
        }
        SpringApplication.run(P2pOrchestrator.class, args);
    }

    /** The place where time comes in to that program, as {@code config} is for the node. */
    private static int moveData() throws InterruptedException {
        LoggingSystem.get(P2pOrchestrator.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        JsonMapper json = ModelModule.applyTo(JsonMapper.builder()).build();
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        return MoveData.main(System.getenv(), json, System::nanoTime, out);
    }
}
