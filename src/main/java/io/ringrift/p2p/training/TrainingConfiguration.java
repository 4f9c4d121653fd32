package io.ringrift.p2p.training;

import io.ringrift.p2p.model.TrainingThresholds;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the policy of training known as a value of the model. */
@Configuration(proxyBeanMethods = false)
class TrainingConfiguration {

    @Bean
    TrainingThresholds trainingThresholds(TrainingProperties settings) {
        return settings.thresholds();
    }
}
