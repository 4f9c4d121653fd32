package io.ringrift.p2p;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts one node: a voter and an agent in one process. */
@SpringBootApplication
public class P2pOrchestrator {

    /** Starts the node; every setting comes from {@code application.yml} and the environment. */
    public static void main(String[] args) {
        SpringApplication.run(P2pOrchestrator.class, args);
    }
}
