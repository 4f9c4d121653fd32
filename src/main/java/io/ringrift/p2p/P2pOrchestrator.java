package io.ringrift.p2p;

import io.ringrift.p2p.agent.mover.MoveData;
import io.ringrift.p2p.agent.mover.MoveEnvironment;
import io.ringrift.p2p.replication.codec.ModelModule;

import org.slf4j.helpers.NOP_FallbackServiceProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

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
        // It says itself what there is to say, and setting up a log takes longer than many a move.
        System.setProperty("slf4j.provider", NOP_FallbackServiceProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
        JsonMapper json = ModelModule.applyTo(JsonMapper.builder()).build();
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        return MoveData.main(System.getenv(), json, System::nanoTime, out);
    }
}
