package io.ringrift.p2p.demo;

import io.ringrift.p2p.model.NodeIdentity;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.client.RestClient;

/** Switches the demo on in its profile. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
@EnableConfigurationProperties(DemoProperties.class)
class DemoConfiguration {

    /** Lazy: the port is known only when the doors are open. */
    @Bean
    @Lazy
    Demo demo(
            DemoProperties settings,
            NodeIdentity self,
            @Value("${local.server.port}") int port,
            @Value("${ringrift.p2p.auth-token:}") String token) {
        String address = "http://" + self.bindAddress() + ":" + port;
        RestClient.Builder http = RestClient.builder().baseUrl(address);
        if (!token.isBlank()) {
            http.defaultHeader("Authorization", "Bearer " + token);
        }
        return new Demo(settings, new TrainingClient(http.build()), address);
    }

    /** Starts it once the node is ready. */
    @Bean
    DemoStart demoStart(ObjectProvider<Demo> demo) {
        return new DemoStart(demo);
    }

    /** Waits for readiness. */
    record DemoStart(ObjectProvider<Demo> demo) {

        @EventListener(ApplicationReadyEvent.class)
        void ready() {
            demo.getObject().start();
        }

        /** Before the doors close, or it would complain of that. */
        @EventListener(ContextClosedEvent.class)
        void closing() {
            demo.ifAvailable(Demo::close);
        }
    }
}
